//! SIGKILLs while accounts are approved at PayWay and links are ended: what was approved is linked with one event,
//! and what was ended is removed there.

use crate::around::{Deed, events, kill_during, told};
use account_link_tests::partner::STRICT;
use account_link_tests::payway::{becomes, qr, row, scan, show, shows, unlink};
use account_link_tests::random::{Random, fresh};
use account_link_tests::receiver::receiver;
use account_link_tests::{pause, run};

const KILLS: usize = 12;
const LINKS: usize = 3;
/// Change it to kill at other moments.
const SEED: u64 = 0xABA_0012;

#[test]
fn what_is_approved_is_linked_and_what_is_ended_is_removed_though_the_process_is_killed() {
    println!("seed {SEED:#x}");
    run(async {
        receiver();
        let mut random = Random::new(SEED);
        let mut users = Vec::new();
        for kill in 0..KILLS {
            let mut round = Vec::new();
            for _ in 0..LINKS {
                let user = fresh("aba");
                let session = show(STRICT, &user).await;
                round.push((user, qr(&session)));
            }
            kill_during(&mut random, 160, round.iter().map(|(_, qr)| scan_once(qr.clone())).collect()).await;
            for (user, _) in &round {
                shows(STRICT, user, "link_status", "LINKED", 40).await;
            }
            if kill % 2 == 1 {
                let ends = round.iter().map(|(user, _)| end(user.clone())).collect();
                kill_during(&mut random, 160, ends).await;
                for (user, qr) in &round {
                    unlink(STRICT, user).await.expect(204);
                    becomes(qr, "removed", 60).await;
                }
            }
            users.extend(round.into_iter().map(|(user, qr)| (user, qr, kill % 2 == 1)));
        }
        judge(&users).await;
    });
}

fn scan_once(qr: String) -> Deed {
    Box::pin(async move {
        scan(&qr).await.expect(200);
    })
}

fn end(user: String) -> Deed {
    Box::pin(async move {
        // The kill may take its answer; it is repeated afterwards.
        let request = STRICT.request("DELETE", &account_link_tests::payway::path(&user, ""));
        let _ = request.attempt().await;
    })
}

async fn judge(users: &[(String, String, bool)]) {
    for (user, _, ended) in users {
        told(user, if *ended { 2 } else { 1 }).await;
    }
    // What is still to be sent again comes now.
    pause(8_000).await;
    let mut again = 0;
    for (user, qr, ended) in users {
        let wanted = if *ended { "removed" } else { "active" };
        assert_eq!(row(qr).await["state"], wanted, "{user} at PayWay");
        let (told, repeated) = events(user);
        let expected = [("LINKED".to_owned(), "1".to_owned()), ("UNLINKED".to_owned(), "2".to_owned())];
        assert_eq!(told, expected[..if *ended { 2 } else { 1 }], "{user}");
        again += repeated;
    }
    println!("{} links, 0 lost, 0 left behind, {again} callbacks sent again", users.len());
}
