// The mailbox page: every mail as it arrives, newest first, as its reader sees it; its code and its link ready to use.

const list = document.getElementById("mails");
let count = 0;

function make(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

function copyButton(code) {
  const button = make("button", { type: "button" }, "Copy code");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(code);
    button.textContent = "Copied";
  });
  return button;
}

/** Links in the frame lead nowhere, so this one is beside it. */
function linkButton(link) {
  return make("a", { className: "button", href: link, target: "_blank", rel: "noreferrer" }, "Open the link");
}

function show(mail) {
  const title = make("h2", {}, mail.subject);
  const about = make("p", {}, `To ${mail.to} · ${new Date(mail.at).toLocaleTimeString("en-GB")}`);
  const frame = make("iframe", { src: `/mail/${count}`, title: `Mail: ${mail.subject}` });
  frame.setAttribute("sandbox", "");
  const card = make("li", { className: "card" }, title, about);
  const ready = make("div", { className: "row" });
  if (mail.code) ready.append(make("span", { className: "code" }, mail.code), copyButton(mail.code));
  if (mail.link) ready.append(linkButton(mail.link));
  if (ready.hasChildNodes()) card.append(ready);
  card.append(frame);
  if (!mail.html) frame.className = "plain";
  else {
    const text = make("pre", { tabIndex: 0 }, mail.text);
    card.append(make("details", {}, make("summary", {}, "As plain text"), text));
  }
  list.prepend(card);
  count += 1;
}

function forget() {
  count = 0;
  list.replaceChildren();
}

// The stream begins with everything so far, also when the browser connects again.
const stream = new EventSource("/mailbox/stream");
stream.addEventListener("open", forget);
stream.addEventListener("cleared", forget);
stream.addEventListener("message", (event) => show(JSON.parse(event.data)));
document.getElementById("clear").addEventListener("click", () => fetch("/mailbox", { method: "DELETE" }));
