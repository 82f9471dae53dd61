// The sandbox's PayWay: what the customer does on the phone, and how PayWay answers.

import { ask } from "./sandbox.mjs";

/** The customer scans that text and says yes. */
export const approve = (qr_string, account) => ask("POST", "/payway/aba/approve", { qr_string, account });

/** The customer scans it and says no. */
export const decline = (qr_string) => ask("POST", "/payway/aba/decline", { qr_string });

/** What must reach no browser. */
export const secrets = () => ask("GET", "/payway/aba/secrets");

/** Changes settings; nothing puts all of them back. For what is asked of PayWay: only `alone`. */
export const settings = (change) => ask(change ? "POST" : "DELETE", "/payway/settings", change);

/** How PayWay answers at all; nothing makes it answer again. */
export const knob = (how = { answer: 200 }) => ask("POST", "/knobs/payway", how);

/** Whether somebody still waits to be answered as the knob says. */
export const turned = async () => (await ask("GET", "/knobs")).payway.answer !== 200;

/** The partner's backend unlinks. */
export const unlink = ({ ref }) => ask("POST", "/unlink", { user_ext_ref: ref, provider: "payway" });
