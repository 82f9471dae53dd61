// What the page may know of a flow.

import { expiresAt } from "./flow.mjs";
import { samePlace, withParameters } from "./urls.mjs";

const RESULTS = {
  linked: ["linked", "LINKED"],
  already_linked: ["linked", "LINKED"],
  cancelled: ["cancelled", "UNLINKED"],
  expired: ["expired", "UNLINKED"],
  replaced: ["pending", "PENDING"],
};

export function viewOf(flow, partner, now) {
  const { key, name, logo, accent } = partner;
  const { provider, user_ext_ref, user_label, state, locale, theme } = flow.request;
  return {
    flow: flow.id,
    step: stepOf(flow, partner),
    partner: { key, name, logo, accent },
    provider,
    scope: "profile",
    chosen: false,
    beside: false,
    user_ext_ref,
    user_label,
    state,
    locale,
    theme,
    now,
    expires_at: expiresAt(flow),
  };
}

function stepOf({ stage, request, return_to }, partner) {
  if (stage.name === "unopened") return { name: "landing" };
  if (stage.name !== "ended") return stage;
  const { end, masked, reason } = stage;
  const [result, link_status] = RESULTS[end];
  const { user_ext_ref, state } = request;
  const parameters = { result, link_status, user_ext_ref, ...(state !== null && { state }) };
  // Checked at the link, and again now: the registry may have changed meanwhile.
  const allowed = partner.redirects.some((place) => samePlace(new URL(place), new URL(return_to)));
  const return_url = allowed ? withParameters(return_to, parameters) : "";
  return { name: "ended", end, outcome: { result, link_status, return_url, masked_account: masked, reason } };
}
