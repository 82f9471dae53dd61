/** Types of the Account Link loader (account-link.js), a classic script that adds `window.AccountLink`. */

/** A signed link made by your server, or a function that gets one. A function lets an expired link heal itself. */
export type AccountLinkSource = string | (() => string | Promise<string>);

export type AccountLinkLocale = "en" | "zh" | "km";
export type AccountLinkTheme = "light" | "dark" | "auto";

/** The stable list of event names. */
export type AccountLinkEventName = "OPEN" | "STEP" | "LINKED" | "EXIT" | "ERROR";

/** How it ended. */
export type AccountLinkResult = "linked" | "pending" | "cancelled" | "expired" | "failed" | "done";

/** The screens that STEP names. */
export type AccountLinkStep =
  | "choose"
  | "landing"
  | "login"
  | "onboard_email"
  | "onboard_code"
  | "onboard_password"
  | "reset_email"
  | "reset_code"
  | "reset_password"
  | "kyc"
  | "checked"
  | "waiting"
  | "authenticator"
  | "bind"
  | "recovery_codes"
  | "bound"
  | "confirm"
  | "scan"
  | "portal"
  | "linked"
  | "already_linked"
  | "cancelled"
  | "expired"
  | "replaced"
  | "failed"
  | "pending"
  | "done";

/** Codes of ERROR that the loader itself makes; others come from the server. */
export type AccountLinkLoaderCode = "link_unavailable" | "link_foreign_origin" | "timeout";

/** A hint for the screen. The truth is the callback to your server, and the API. What does not apply is absent. */
export interface AccountLinkEvent {
  name: AccountLinkEventName;
  flow?: string;
  provider?: string;
  step?: AccountLinkStep | (string & {});
  result?: AccountLinkResult;
  link_status?: "PENDING" | "LINKED" | "UNLINKED";
  user_ext_ref?: string;
  state?: string;
  code?: AccountLinkLoaderCode | (string & {});
  request_id?: string;
}

export interface AccountLinkExit extends AccountLinkEvent {
  name: "EXIT";
  result: AccountLinkResult;
}

export interface AccountLinkOptions {
  link: AccountLinkSource;
  /** Language of the dialog; else the link's own, or the browser's. */
  locale?: AccountLinkLocale;
  /** Else the link's own, the system's. */
  theme?: AccountLinkTheme;
  /** Once, when the accounts are linked. The dialog stays until the user goes back. */
  onSuccess?: (event: AccountLinkEvent) => void;
  /** Once, when the dialog is closed, whatever closed it. */
  onExit?: (event: AccountLinkExit) => void;
  /** Every event, those two included. */
  onEvent?: (event: AccountLinkEvent) => void;
}

export interface AccountLinkHandle {
  /** Asks the dialog to close: the user may be asked first. Harmless when it is closed. */
  close(): void;
}

export interface AccountLinkApi {
  /** Opens the dialog. While one is open, gives its handle and opens no other. */
  open(options: AccountLinkOptions): AccountLinkHandle;
}

/**
 * `<account-link link="…" locale="…" theme="…">Link account</account-link>`: a button, styled by `::part(button)`.
 * It dispatches bubbling `account-link-event`, `account-link-success` and `account-link-exit`, the event in `detail`.
 */
export interface AccountLinkElement extends HTMLElement {
  /** Goes before the attribute; may be a function. */
  link: AccountLinkSource | null;
}

declare global {
  interface Window {
    AccountLink?: AccountLinkApi;
  }
  const AccountLink: AccountLinkApi;
  interface HTMLElementTagNameMap {
    "account-link": AccountLinkElement;
  }
  interface HTMLElementEventMap {
    "account-link-event": CustomEvent<AccountLinkEvent>;
    "account-link-success": CustomEvent<AccountLinkEvent>;
    "account-link-exit": CustomEvent<AccountLinkExit>;
  }
}
