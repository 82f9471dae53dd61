// A flow of Cabital with what its accounts need besides: a forgotten password, an authenticator app, a checked identity.

import { App } from "./app.mjs";
import { scanned } from "./camera.mjs";
import { Flow } from "./flow.mjs";
import { signedLink } from "./link.mjs";
import { mailedCode } from "./people.mjs";
import { ask } from "./sandbox.mjs";
import { expect } from "./test.mjs";
import { text } from "./texts.mjs";

/** The partner whose users must be known. */
export const KYC = { partner: "demo-kyc" };

const NAMES = { demo: "Demo Market", "demo-kyc": "Demo KYC" };

/** What the partner's backend is told of somebody's link. */
export async function status({ ref }, { partner = "demo" } = {}) {
  const { body } = await ask("GET", `/status?user_ext_ref=${ref}&partner=${partner}`);
  return body;
}

export class AccountFlow extends Flow {
  constructor(page, person, { root = page, locale = "en", partner = "demo" } = {}) {
    super(root, person, locale);
    Object.assign(this, { page, partner: NAMES[partner] });
  }

  text(key, names) {
    return text(key, this.locale, { partner: this.partner, email: this.person.email, ...names });
  }

  /** A sentence on the page. */
  sentence(key, names) {
    return this.root.getByText(this.text(key, names), { exact: true });
  }

  /** The error beside a field. */
  beside(field) {
    return this.root.locator(`#${field}-error`);
  }

  /** Opens somebody's link in a page of its own. */
  static async open(page, person, more = {}) {
    await page.goto(signedLink(person, more));
    return new AccountFlow(page, person, more);
  }

  /** Opens it, opens an account, and comes to the screen that follows. */
  static async begin(page, person, screen, more) {
    const flow = await AccountFlow.open(page, person, more);
    await flow.onboardTo("onboard_password");
    await flow.choosePassword(screen);
    return flow;
  }

  /** A new account's password, to the screen that follows. */
  async choosePassword(screen) {
    await this.field("password_new").fill(this.person.password);
    await this.root.getByRole("checkbox").check();
    await this.press("password_action");
    await this.at(screen);
  }

  /** On from the first screen, with an account there is, to the screen that follows. */
  async enter(screen) {
    await this.login();
    await this.giveLogin();
    await this.at(screen);
  }

  async giveLogin() {
    await this.field("email").fill(this.person.email);
    await this.field("password").fill(this.person.password);
    await this.press("login_action");
  }

  /** From the login to the mailed code of a reset; it is the `count`-th mail to that address. */
  async forgot() {
    await this.press("forgot");
    await this.at("reset_email");
    await this.field("email").fill(this.person.email);
    await this.press("email_action");
    await this.at("reset_code");
  }

  async giveCode(code, action = "go_on", label = "code") {
    await this.field(label).fill(code);
    await this.press(action);
  }

  /** From the login through the reset to the screen that follows. */
  async reset(screen, count = 2) {
    await this.forgot();
    await this.giveCode(await mailedCode(this.person, count));
    await this.at("reset_password");
    this.person.password = `another ${this.person.password}`;
    await this.field("password_new").fill(this.person.password);
    await this.press("renew_action");
    await this.at(screen);
  }

  /** With the mailed code to the QR, read from the screen as it is. */
  async toBind() {
    const code = this.field("code");
    if ((await code.inputValue()) === "") await code.fill(await mailedCode(this.person));
    await this.press("go_on");
    await this.at("bind");
  }

  async scanApp() {
    await this.picture().evaluate((picture) => picture.scrollIntoView({ block: "center" }));
    return new App(await scanned(this.page));
  }

  picture() {
    return this.root.getByRole("img", { name: this.text("bind_qr") });
  }

  /** From the mailed code to the recovery codes. */
  async bind() {
    await this.toBind();
    const app = await this.scanApp();
    await this.giveCode(await app.code(), "bind_action", "app_code");
    await this.at("recovery_codes");
    const codes = await this.root.locator(".codes li").allTextContents();
    return { app, codes };
  }

  /** The codes are kept: to the end. */
  async keep() {
    await this.root.getByRole("checkbox").check();
    await this.press("go_on");
    await this.at("done");
  }

  /** The field of a country. */
  country(key) {
    return this.root.getByRole("combobox", { name: this.text(key), exact: true });
  }

  /** The lines of the list that is open. */
  lines() {
    return this.root.locator(".countries").getByRole("option");
  }

  async born(day, month, year) {
    for (const [key, value] of Object.entries({ day, month, year })) await this.field(key).fill(value);
  }

  /** Fills in the form for a person of that name. */
  async fillIn(name = this.person.name) {
    await this.field("kyc_name").fill(name);
    await this.root.getByRole("radio", { name: this.text("kyc_female"), exact: true }).check();
    await this.born("27", "3", "1990");
    for (const key of ["kyc_nationality", "kyc_residence"]) {
      await this.country(key).fill("KHM");
      await this.lines().first().click();
    }
  }

  /** The form, to the screen that follows. */
  async identify(screen, name) {
    await this.fillIn(name);
    await this.press("kyc_action");
    await this.at(screen);
  }

  /** At the end of the way: agreed, and the check runs. */
  async agree(screen) {
    const code = this.field("code");
    if ((await code.inputValue()) === "") await code.fill(await mailedCode(this.person));
    await this.press("confirm_action");
    await this.at(screen);
  }

  /** From the first screen on to a link that waits for the check of that name. */
  static async waiting(page, person, more) {
    const flow = await AccountFlow.begin(page, person, "kyc", { ...KYC, ...more });
    await flow.identify("confirm");
    await flow.agree("checking_title");
    return flow;
  }
}

/** Somebody whose check an operator has to decide. */
export const slow = (person) => ({ ...person, name: `Slow Sokha ${person.ref}` });

/** The cases of that name, and what CaaS was asked. */
export const cases = ({ name }) => ask("GET", `/caas/cases?only=${encodeURIComponent(name)}`);

/** The operator says so of the one case of that name, and the worker has heard it: it read the case. */
export async function decide(person, said) {
  let found;
  const read = async () => (found = await cases(person)).requests.filter(({ endpoint }) => endpoint === "get").length;
  await expect.poll(async () => (await read()) >= 0 && found.cases.length, { message: `the case of ${person.name}` }).toBe(1);
  const before = await read();
  await ask("POST", `/caas/cases/${found.cases[0].caseSystemId}/set`, said);
  await expect.poll(read, { message: "the worker reads the case" }).toBeGreaterThan(before);
}

/** How CaaS answers about that name, until it is taken back. */
export const inject = ({ name }, how) => ask(how ? "POST" : "DELETE", `/caas/settings?only=${encodeURIComponent(name)}`, how);
