// Opens the partner's dialog on a screen of the gallery, as a partner's page would.

const name = location.pathname.split("/").at(-1);
const wishes = new URLSearchParams(location.search);
const [locale, theme] = ["locale", "theme"].map((wish) => wishes.get(wish) ?? undefined);
if (theme) document.documentElement.dataset.theme = theme;

window.AccountLink.open({ link: new URL(`/gallery/${name}${location.search}`, location.href).href, locale, theme });
