// The mailbox page: every mail as it arrives, newest first, its code ready to copy.

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

function show(mail) {
  const title = make("h2", {}, mail.subject);
  const about = make("p", {}, `To ${mail.to} · ${new Date(mail.at).toLocaleTimeString("en-GB")}`);
  const frame = make("iframe", { src: `/mail/${count}`, title: `Mail: ${mail.subject}` });
  frame.setAttribute("sandbox", "");
  const card = make("li", { className: "card" }, title, about);
  if (mail.code) {
    const code = make("span", { className: "code" }, mail.code);
    card.append(make("div", { className: "row" }, code, copyButton(mail.code)));
  }
  card.append(frame);
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
