// The gallery's index: all screens in frames of one size, language and theme, which the address keeps. A frame is there
// only while it is near the window: a hundred pages at once are too much for any machine.

const HEADS = {
  steps: ["Steps", "The screens of a flow, one for each step that the worker names."],
  faces: ["Faces", "Where the same step looks different."],
  refusals: ["Refusals", "Why the page cannot begin or go on, and input that is wrong."],
  elsewhere: ["Elsewhere", "In the partner’s dialog, and in a tab that was opened from it."],
  mails: ["Mails", "As the worker sends them: 320 px wide, or 600 where the size is a desktop’s."],
};
const form = document.getElementById("switches");
const place = document.getElementById("screens");
const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

const wishes = new URLSearchParams(location.search);
for (const { name, options } of form.elements) {
  const asked = wishes.get(name);
  if ([...options].some(({ value }) => value === asked)) form.elements[name].value = asked;
}

const list = await (await fetch("/gallery/list.json")).json();
const rows = [
  ...list.screens.map((screen) => ({ ...screen, path: screen.frame ? `/gallery/frame/${screen.name}` : `/gallery/${screen.name}` })),
  ...list.mails.flatMap((name) => [
    { name, title: name.replaceAll("_", " "), group: "mails", path: `/gallery/mail/${name}` },
    { name, title: `${name.replaceAll("_", " ")}, as text`, group: "mails", path: `/gallery/mail/${name}?as=text` },
  ]),
];

const near = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      if (isIntersecting) target.replaceChildren(make("iframe", { src: target.src, title: target.name, inert: true, tabIndex: -1 }));
      else target.replaceChildren();
    }
  },
  { rootMargin: "300px" },
);

const address = (path) => {
  const { locale, theme } = Object.fromEntries(new FormData(form));
  return `${path}${path.includes("?") ? "&" : "?"}locale=${locale}&theme=${theme}`;
};

function shot({ name, title, path, group }) {
  const src = address(path);
  const box = Object.assign(make("span", { className: group === "mails" ? "shot mail" : "shot" }), { src, name: title });
  near.observe(box);
  return make("li", {}, make("a", { href: src }, box, make("span", { textContent: title }), make("code", { textContent: name })));
}

function draw() {
  near.disconnect();
  const { size, theme } = Object.fromEntries(new FormData(form));
  Object.assign(document.documentElement.dataset, { size, theme });
  const groups = Object.entries(HEADS).map(([group, [head, text]]) => {
    const shots = rows.filter((row) => row.group === group).map(shot);
    const title = make("h2", { textContent: `${head} · ${shots.length}` });
    const section = make("section", { id: group, className: `group ${group}` }, title, make("p", { textContent: text }));
    section.append(make("ol", { className: "shots" }, ...shots));
    return section;
  });
  place.replaceChildren(...groups);
}

document.getElementById("groups").append(
  ...Object.entries(HEADS).map(([group, [head]]) => make("a", { href: `#${group}`, textContent: head })),
);
form.addEventListener("change", () => {
  history.replaceState(null, "", `?${new URLSearchParams(new FormData(form))}${location.hash}`);
  draw();
});
draw();
if (location.hash) document.querySelector(location.hash)?.scrollIntoView();
