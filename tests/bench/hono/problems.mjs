// What callers are told when something cannot be done: a code, an HTTP status and a sentence for developers.

const PROBLEMS = {
  invalid_request: [400, "The request is not what this endpoint takes."],
  unknown_parameter: [400, "The link has a parameter that this endpoint does not know."],
  duplicate_parameter: [400, "The link gives a parameter more than once."],
  missing_parameter: [400, "A required parameter is missing."],
  invalid_parameter: [400, "A parameter's value is not valid."],
  misspelled_signature: [400, "The parameter is called `signature`, not `siganture`."],
  signature_not_last: [400, "`signature` must be the last parameter."],
  link_too_long: [414, "The link is too long."],
  foreign_host: [400, "This deployment does not serve this scheme and host."],
  link_signature_invalid: [401, "The partner is not known or the signature does not match."],
  timestamp_missing: [400, "This partner's links need a `timestamp`."],
  link_expired: [410, "The link has expired. Sign a new one."],
  link_from_future: [400, "The link's timestamp lies in the future."],
  redirect_not_allowed: [400, "`redirect_url` is not one that this partner registered."],
  provider_not_offered: [400, "The partner does not offer this provider."],
  link_already_opened: [409, "This link was already opened in another browser."],
  opening_code_invalid: [410, "The opening code was already used or has expired."],
  flow_replaced: [409, "This was continued in another window."],
  session_missing: [401, "There is no session for this flow."],
  wrong_step: [409, "The flow is at another step."],
  cross_site: [403, "Writes are taken from our own page only."],
  credentials_wrong: [401, "E-mail or password is wrong."],
  too_many_attempts: [429, "Too many attempts. Wait, then try again."],
  email_invalid: [400, "This is not an e-mail address."],
  code_wrong: [422, "The code is wrong."],
  code_expired: [422, "The code is no longer valid. Ask for a new one."],
  password_too_short: [400, "The password needs at least 10 characters."],
  password_too_long: [400, "The password may have at most 128 bytes."],
  password_common: [400, "This password is one of the most common ones."],
  terms_required: [400, "The terms must be accepted to open an account."],
  other_account: [403, "The link is another account's. Log in with that one."],
  unauthenticated: [401, "The partner is not known or the signature does not match."],
  timestamp_out_of_window: [401, "ACCESS-TIMESTAMP is not within 30 seconds of our clock."],
  nonce_reused: [409, "ACCESS-NONCE was already used."],
  not_found: [404, "There is nothing here."],
  method_not_allowed: [405, "This method is not allowed here."],
  unsupported_media_type: [415, "The body must be application/json."],
  payload_too_large: [413, "The body is too large."],
  internal: [500, "Something went wrong on our side. Try again."],
  unavailable: [503, "The service is not available right now. Try again."],
};

export class Problem extends Error {
  /** `detail` goes out in the place of the code's own sentence, `inside` and `cause` to the log only; `retryAfter`: seconds. */
  constructor(code, { detail, inside, cause, retryAfter = code === "unavailable" ? 1 : undefined } = {}) {
    const [status, sentence] = PROBLEMS[code];
    super(detail ?? sentence, { cause });
    Object.assign(this, { code, status, inside, retryAfter });
  }
}
