// The sandbox's PayWay: what the customer does on the phone, and how PayWay answers.

import { ctid } from "./names.mjs";
import { ask } from "./sandbox.mjs";

/** The customer scans that text and says yes. */
export const approve = (qr_string, account) => ask("POST", "/payway/aba/approve", { qr_string, account });

/** The customer scans it and says no. */
export const decline = (qr_string) => ask("POST", "/payway/aba/decline", { qr_string });

/** What of somebody must reach no browser. */
export const secrets = (person) => ask("GET", `/payway/aba/secrets?only=${ctid(person)}`);

/** Changes PayWay's settings for somebody alone; nothing puts all of them back. */
export const settings = (person, change) =>
  ask(change ? "POST" : "DELETE", `/payway/settings?only=${ctid(person)}`, change);

/** How PayWay answers at all, about somebody alone; nothing makes it answer again. */
export const fault = (person, how) => ask(how ? "POST" : "DELETE", `/faults/payway?only=${ctid(person)}`, how);

/** Whether that fault is still to come. */
export const isFaulty = async (person) => (await ask("GET", `/faults/payway?only=${ctid(person)}`)).answer !== 200;

/** The partner's backend unlinks. */
export const unlink = ({ ref }) => ask("POST", "/unlink", { user_ext_ref: ref, provider: "payway" });
