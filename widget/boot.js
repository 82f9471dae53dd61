/*
 * Starts the page: loads the wasm and hands over. Where it is refused, the page stays readable.
 * `account-link-widget` is the glue that wasm-bindgen makes; the build says where it is.
 */
import init from "account-link-widget";

const html = document.documentElement;
if (window.parent !== window) html.dataset.framed = "";

const { href } = document.getElementById("wasm");

// Some webviews refuse streaming though the type is right: once more from bytes.
const start = async () => {
  try {
    const response = await fetch(href);
    if (!response.ok) throw new Error();
    const module = await WebAssembly.compileStreaming(response);
    await init({ module_or_path: module });
  } catch {
    const response = await fetch(href);
    if (!response.ok) throw new Error();
    await init({ module_or_path: await WebAssembly.compile(await response.arrayBuffer()) });
  }
};

const TEXT = {
  en: ["This page could not start", "Check your connection and load it again, or open it in your browser.", "Open in a browser"],
  zh: ["页面无法启动", "请检查网络连接后重新加载，或在浏览器中打开。", "在浏览器中打开"],
  km: ["ទំព័រនេះមិនអាចចាប់ផ្តើមបានទេ", "សូមពិនិត្យអ៊ីនធឺណិត រួចផ្ទុកម្តងទៀត ឬបើកក្នុងកម្មវិធីរុករក។", "បើកក្នុងកម្មវិធីរុករក"],
};

start().catch(() => {
  // English in the template is no wish of the link's: the browser is asked.
  const wish = html.lang == "en" ? navigator.language : html.lang;
  const text = TEXT[wish.slice(0, 2)] || TEXT.en;
  const make = (tag, textContent, more) => Object.assign(document.createElement(tag), { textContent, ...more });
  const main = make("main", "", { className: "plain" });
  main.append(
    make("h1", text[0]),
    make("p", text[1]),
    make("a", text[2], { href: location.href, target: "_blank", rel: "noopener" }),
  );
  document.getElementById("app").replaceChildren(main);
});
