//! The page: the template with the names of this build. It lies with the assets and not in the worker, so that another
//! word on the page builds no worker; no URL leads to it. The other `{{…}}` are the worker's, per request.

use super::assets::Names;
use crate::repo;
use anyhow::{Result, ensure};

/// Where it goes.
pub const OUT: &str = "dist/assets/page.html";

/// Writes it.
pub fn write(names: &Names) -> Result<()> {
    let template = repo::read(&repo::path("widget/page.html"))?;
    repo::write(&repo::path(OUT), fill(&template, names)?)
}

fn fill(template: &str, names: &Names) -> Result<String> {
    let places = [
        ("{{css}}", &names.css),
        ("{{js}}", &names.js),
        ("{{wasm}}", &names.wasm),
        ("{{countries}}", &names.countries),
    ];
    places.into_iter().try_fold(template.to_owned(), |page, (place, name)| {
        ensure!(page.contains(place), "widget/page.html has no {place}");
        Ok(page.replace(place, name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        let [css, js, wasm, countries] =
            ["/ui/w.1.css", "/ui/w.2.js", "/ui/w.3.wasm", "/ui/c.4"].map(Into::into);
        Names { css, js, wasm, countries }
    }

    #[test]
    fn names_are_filled_in_and_the_workers_places_stay() {
        let page = fill("{{css}} {{js}} {{wasm}} {{js}} {{countries}} {{locale}}", &names()).unwrap();
        assert_eq!(page, "/ui/w.1.css /ui/w.2.js /ui/w.3.wasm /ui/w.2.js /ui/c.4 {{locale}}");
    }

    #[test]
    fn a_template_without_one_of_them_is_refused() {
        assert!(fill("{{css}} {{js}}", &names()).is_err());
    }
}
