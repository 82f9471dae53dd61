// The flow as a person goes through it. `root` is where the page is: a page of its own, or a frame in another.

import { expect } from "@playwright/test";
import { mailedCode } from "./people.mjs";
import { TITLES, text } from "./texts.mjs";

/** The frame in the loader's dialog. */
export const frameOf = (page) => page.frameLocator("account-link-dialog iframe");

export class Flow {
  constructor(root, person, locale = "en") {
    Object.assign(this, { root, person, locale });
  }

  text(key) {
    return text(key, this.locale);
  }

  /** The heading; there is one. */
  heading() {
    return this.root.getByRole("heading", { level: 1 });
  }

  /** Waits for a step, or for any screen by the key of its heading. */
  async at(screen) {
    await expect(this.heading()).toHaveText(this.text(TITLES[screen] ?? screen));
  }

  button(key) {
    return this.root.getByRole("button", { name: this.text(key), exact: true });
  }

  /** A field by its label. */
  field(key) {
    return this.root.getByLabel(this.text(key), { exact: true });
  }

  async press(key) {
    await this.button(key).click();
  }

  /** The error summary. */
  summary() {
    return this.root.getByRole("alert");
  }

  /** Goes on from the first screen to this one, with a new account. */
  async onboardTo(screen) {
    for (const step of ["login", "onboard_email", "onboard_code", "onboard_password", "confirm", "linked"]) {
      await this[step]();
      if (step === screen) return;
    }
    throw new Error(`no way to ${screen}`);
  }

  async login() {
    await this.at("landing");
    await this.press("go_on");
    await this.at("login");
  }

  async onboard_email() {
    await this.press("login_open");
    await this.at("onboard_email");
  }

  async onboard_code() {
    await this.field("email").fill(this.person.email);
    await this.press("email_action");
    await this.at("onboard_code");
  }

  async onboard_password() {
    await this.field("code").fill(await mailedCode(this.person));
    await this.press("go_on");
    await this.at("onboard_password");
  }

  async confirm() {
    await this.field("password_new").fill(this.person.password);
    await this.root.getByRole("checkbox").check();
    await this.press("password_action");
    await this.at("confirm");
  }

  /** From the login to confirm, with an account there is, and the code of its `count`-th mail. */
  async logIn(count) {
    await this.field("email").fill(this.person.email);
    await this.field("password").fill(this.person.password);
    await this.press("login_action");
    await this.at("confirm");
    await this.field("code").fill(await mailedCode(this.person, count));
  }

  async linked() {
    // The code of a moment ago is there already, unless the page was loaded again since.
    const code = this.field("code");
    if ((await code.inputValue()) === "") await code.fill(await mailedCode(this.person));
    await this.press("confirm_action");
    await this.at("linked");
  }
}
