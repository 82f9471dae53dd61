// Characters that no installed font can draw: they come out as the same box as U+10FFFF, which no font has.

/** What was judged before: a character that an installed font draws once is drawn for ever. */
const known = {};

/** The same of the page's own texts, but for what was judged on another page. */
export async function newGlyphs(page) {
  const written = await page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = { [getComputedStyle(document.body).fontFamily]: document.title };
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const { fontFamily } = getComputedStyle(node.parentElement);
      texts[fontFamily] = (texts[fontFamily] ?? "") + node.data;
    }
    return Object.entries(texts);
  });
  const strange = written.filter(([family, text]) => [...text].some((character) => !known[family]?.has(character)));
  if (strange.length === 0) return [];
  const missing = await missingGlyphs(page);
  if (missing.length === 0) for (const [family, text] of strange) known[family] = new Set([...(known[family] ?? []), ...text]);
  return missing;
}

/** The letters, digits and signs of the page (and `more`) that are drawn as a box. */
export function missingGlyphs(page, more = "") {
  return page.evaluate((more) => {
    const canvas = document.createElement("canvas");
    const context = canvas.getContext("2d", { willReadFrequently: true });
    canvas.width = canvas.height = 64;
    const drawn = (character, family) => {
      context.clearRect(0, 0, 64, 64);
      context.font = `32px ${family}`;
      context.textBaseline = "alphabetic";
      context.fillText(character, 8, 44);
      return context.getImageData(0, 0, 64, 64).data.join();
    };
    const missing = new Set();
    const seen = new Set();
    const box = new Map();
    // Marks that combine are drawn with their letter only; format characters are not drawn at all.
    const judged = /[\p{L}\p{N}\p{P}\p{S}]/u;
    const judge = (text, family) => {
      if (!box.has(family)) box.set(family, drawn("\u{10FFFF}", family));
      for (const character of text) {
        const key = `${family} ${character}`;
        const noncharacter = (character.codePointAt(0) & 0xfffe) === 0xfffe;
        if (character <= "\x7f" || seen.has(key) || !(judged.test(character) || noncharacter)) continue;
        seen.add(key);
        if (drawn(character, family) === box.get(family)) missing.add(character);
      }
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      judge(node.data, getComputedStyle(node.parentElement).fontFamily);
    }
    judge(document.title + more, getComputedStyle(document.body).fontFamily);
    return [...missing];
  }, more);
}
