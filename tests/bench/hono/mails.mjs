// What our mails say. Each names the partner, the partner's user and the effect.

import { random } from "./crypto.mjs";

/** The code that proves the address of a new account. */
export const onboardMail = (to, { partner, label }, code) =>
  withCode(to, `${code} is your Cabital code`, code, [
    "Use this code to prove that this address is yours and to open a Cabital account:",
    `With it the new account can be linked to ${partner}${whom(label)}. The code is good for 10 minutes.`,
    "If you did not ask for it, ignore this mail: nothing happens without the code. Never tell it to anyone: whoever has it can link your account to theirs.",
  ]);

/** Somebody wanted to open an account with an address that has one. */
export const knownMail = (to, { partner }) =>
  notice(to, "You already have a Cabital account", [
    `You, or somebody else, tried to open a Cabital account with this address at ${partner}.`,
    "You already have one: go back and choose “Log in”.",
    "If it was not you, there is nothing to do.",
  ]);

/** The code of the second step: it links. */
export const confirmMail = (to, { partner, label }, code) =>
  withCode(to, `${code} links your Cabital account to ${partner}`, code, [
    `This code links your Cabital account to ${partner}${whom(label)}:`,
    `${partner} will see your e-mail address and may use the linked account. The code is good for 10 minutes.`,
    `If you are not linking anything at ${partner} right now, do not use it and never tell it to anyone: whoever has it can link your account to theirs.`,
  ]);

/** A new link, and how to undo it. */
export function linkedMail(to, { partner, label }, url, id) {
  const said = `Your Cabital account is now linked to ${partner}${whom(label)}.`;
  const undo = "If it was not you, or you changed your mind, unlink it here:";
  const way = `<p style="margin:0 0 16px"><a href="${url}">${url}</a></p>`;
  const html = page(`${paragraph(said)}${paragraph(undo)}${way}`);
  return { to, subject: `Your Cabital account is linked to ${partner}`, text: `${said}\n\n${undo}\n${url}\n`, html, id: `mail_${id}` };
}

const whom = (label) => (label ? `, for “${label}”` : "");

function withCode(to, subject, code, [first, second, third]) {
  const shown = `<p style="font-size:32px;letter-spacing:6px;font-weight:600;margin:24px 0">${code}</p>`;
  const html = page(`${paragraph(first)}${shown}${paragraph(second)}${paragraph(third)}`);
  return { to, subject, text: `${first}\n\n    ${code}\n\n${second}\n\n${third}\n`, html, id: mailId() };
}

const notice = (to, subject, lines) => ({
  to,
  subject,
  text: lines.join("\n\n"),
  html: page(lines.map(paragraph).join("")),
  id: mailId(),
});

const mailId = () => `mail_${random(16).toHex()}`;

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
const paragraph = (line) => `<p style="margin:0 0 16px">${escaped(line)}</p>`;
const page = (body) =>
  '<!doctype html><meta charset="utf-8"><body style="margin:0;padding:32px;overflow-wrap:anywhere;max-width:480px;' +
  `font:16px/1.5 system-ui,'Noto Sans Khmer','Noto Sans SC',sans-serif;color:#1a1f24">${body}` +
  '<p style="margin:32px 0 0;color:#5b6570;font-size:13px">Cabital · Account Link</p>';
