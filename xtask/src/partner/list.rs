//! Showing who is registered. Secrets stay sealed in here: only the ids of their keys are printed.

use super::store::Registry;
use anyhow::Result;

/// One block a partner.
pub fn list(registry: &Registry) -> Result<()> {
    let entries = registry.all()?;
    for (name, partner) in &entries {
        let partner = match partner {
            Ok(partner) => partner,
            Err(error) => {
                println!("{name}\n  cannot be used: {error:#}");
                continue;
            }
        };
        let words = |list: Vec<&str>| list.join(" ");
        let ids = partner.secrets.iter().map(|key| key.id.as_str()).collect();
        println!("{}", partner.key);
        println!("  name           {}", partner.name);
        println!("  redirects      {}", words(partner.redirects.iter().map(|url| url.as_str()).collect()));
        println!("  frame origins  {}", words(partner.frame_origins.iter().map(|o| o.as_str()).collect()));
        println!("  callback       {} {}", partner.callback_method.text(), partner.callback_url.as_str());
        println!("  keys           {} (the first signs)", words(ids));
        println!(
            "  links          at most {} s old; timestamp {}; user label {}",
            partner.link_ttl,
            if partner.require_timestamp { "required" } else { "optional" },
            if partner.require_user_label { "required" } else { "optional" },
        );
    }
    println!("{} partners", entries.len());
    Ok(())
}
