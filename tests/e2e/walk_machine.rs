//! The reference machine of the walks: where somebody stands in a flow of ours, what each action leads to from there, and
//! with which words everything else is refused. It knows nothing of the product but its contract.

/// Every action of a walker. One that ends in `wrong` gives what cannot be right.
pub const ACTIONS: [&str; 28] = [
    "continue",
    "goto landing",
    "goto login",
    "goto onboard_email",
    "goto reset_email",
    "login wrong",
    "login",
    "login new",
    "onboarding/email",
    "onboarding/code wrong",
    "onboarding/code",
    "onboarding/password",
    "reset/email",
    "reset/code wrong",
    "reset/code",
    "reset/password",
    "kyc wrong",
    "kyc",
    "authenticator wrong",
    "authenticator",
    "bind wrong",
    "bind",
    "remove wrong",
    "remove",
    "resend",
    "leave",
    "confirm wrong",
    "cancel",
];

/// Those that may lead on, where they do.
pub const ON: [&str; 15] = [
    "continue",
    "goto onboard_email",
    "goto reset_email",
    "login",
    "login new",
    "onboarding/email",
    "onboarding/code",
    "onboarding/password",
    "reset/email",
    "reset/code",
    "reset/password",
    "kyc",
    "authenticator",
    "bind",
    "remove",
];

/// What must come of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Want {
    /// That screen.
    To(String),
    /// That screen, or the action is not possible from here.
    Perhaps(String),
    /// One of these codes.
    Refused(&'static [&'static str]),
}

/// Whose account is logged in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// One that was there before the walk; many walk with it, so none changes it.
    Known,
    /// The walker's own.
    New,
}

/// Where a walker stands.
#[derive(Debug, Clone)]
pub struct Machine {
    /// The link's.
    pub feature: &'static str,
    /// Whether the partner wants its users checked.
    pub wants_kyc: bool,
    /// The screen.
    pub stage: String,
    /// Logged in.
    pub who: Option<Who>,
    /// The walker's own account: whether it is there, has an app, has a case, had its password reset.
    pub exists: bool,
    pub bound: bool,
    pub case: bool,
    pub reset: bool,
    /// Whether the walker holds the code that the screen asks for.
    pub coded: bool,
}

impl Machine {
    /// At the first screen.
    pub fn new(feature: &'static str, wants_kyc: bool) -> Self {
        let stage = "landing".to_owned();
        let (exists, bound, case, reset, coded) = (false, false, false, false, false);
        Self { feature, wants_kyc, stage, who: None, exists, bound, case, reset, coded }
    }

    /// The screen that comes after a login.
    fn after_login(&self, who: Who) -> String {
        let (bound, case) = if who == Who::New { (self.bound, self.case) } else { (false, false) };
        let step = match self.feature {
            "2fa" if bound => "bound",
            "2fa" => "authenticator",
            "kyc" if case => "checked",
            "kyc" => "kyc",
            _ if self.wants_kyc && !case => "kyc",
            _ => "confirm",
        };
        step.to_owned()
    }

    /// What must come of an action.
    pub fn want(&self, action: &str) -> Want {
        let to = |step: &str| Want::To(step.to_owned());
        let (stage, own) = (self.stage.as_str(), self.who == Some(Who::New));
        match (stage, action) {
            (ended, "cancel") if ended.starts_with("ended") => Want::Perhaps(ended.to_owned()),
            (ended, _) if ended.starts_with("ended") => Want::Refused(&["wrong_step"]),
            (_, "cancel") => to("ended/cancelled"),
            ("landing", goto) if goto.starts_with("goto ") && goto != "goto landing" => {
                Want::Refused(&["wrong_step"])
            }
            (_, goto) if goto.starts_with("goto ") => Want::Perhaps(goto["goto ".len()..].to_owned()),
            ("landing", "continue") => to("login"),
            ("recovery_codes" | "checked" | "bound", "continue") => to("ended/done"),
            ("login", "login") => Want::To(self.after_login(Who::Known)),
            ("login", "login new") if self.exists => Want::To(self.after_login(Who::New)),
            ("login", "login new" | "login wrong") => {
                Want::Refused(&["credentials_wrong", "too_many_attempts"])
            }
            ("onboard_email", "onboarding/email") => to("onboard_code"),
            ("onboard_code", "onboarding/code") if self.coded => to("onboard_password"),
            ("onboard_password", "onboarding/password") => Want::To(self.after_login(Who::New)),
            ("reset_email", "reset/email") => to("reset_code"),
            ("reset_code", "reset/code") if self.coded => to("reset_password"),
            ("reset_password", "reset/password") => Want::To(self.after_login(Who::New)),
            ("kyc", "kyc") if own => to(if self.feature == "kyc" { "ended/done" } else { "confirm" }),
            ("kyc", "kyc" | "kyc wrong") => Want::Refused(&["kyc_date_invalid"]),
            ("authenticator", "authenticator") if own && self.coded => to("bind"),
            ("bind", "bind") => to("recovery_codes"),
            ("bound", "remove") if own => to("ended/done"),
            ("confirm", "confirm wrong") if own && self.reset => Want::Refused(&["second_step_locked"]),
            ("onboard_code", "onboarding/code" | "onboarding/code wrong")
            | ("reset_code", "reset/code" | "reset/code wrong")
            | ("authenticator", "authenticator" | "authenticator wrong")
            | ("confirm", "confirm wrong")
            | ("bind", "bind wrong")
            | ("bound", "remove" | "remove wrong") => {
                Want::Refused(&["code_wrong", "code_expired", "too_many_attempts"])
            }
            ("onboard_code" | "reset_code" | "authenticator" | "confirm", "resend") => {
                Want::Refused(&["too_many_attempts", "wrong_step"])
            }
            _ => Want::Refused(&["wrong_step"]),
        }
    }

    /// Whether an action leads on from here. Changes of mind do where there is nothing else to do but to log in.
    pub fn leads_on(&self, action: &str) -> bool {
        match self.want(action) {
            Want::To(_) => true,
            Want::Perhaps(_) => self.stage == "login",
            Want::Refused(_) => false,
        }
    }

    /// The action was done, and led there.
    pub fn went(&mut self, action: &str, step: &str) {
        match action {
            "login" => self.who = Some(Who::Known),
            "login new" | "onboarding/password" | "reset/password" => self.who = Some(Who::New),
            "kyc" => self.case = true,
            "bind" => self.bound = true,
            "remove" => self.bound = false,
            _ if action.starts_with("goto ") => self.who = None,
            _ => {}
        }
        self.exists |= action == "onboarding/password";
        self.reset |= action == "reset/password";
        step.clone_into(&mut self.stage);
    }
}

#[test]
fn the_machine_leads_where_the_contract_does() {
    let mut machine = Machine::new("2fa", true);
    for (action, step) in [
        ("continue", "login"),
        ("goto onboard_email", "onboard_email"),
        ("onboarding/email", "onboard_code"),
        ("onboarding/code", "onboard_password"),
        ("onboarding/password", "authenticator"),
        ("authenticator", "bind"),
        ("bind", "recovery_codes"),
        ("continue", "ended/done"),
    ] {
        machine.coded = true;
        assert!(
            [Want::To(step.into()), Want::Perhaps(step.into())].contains(&machine.want(action)),
            "{action} from {}",
            machine.stage
        );
        machine.went(action, step);
    }
    assert_eq!(machine.want("confirm wrong"), Want::Refused(&["wrong_step"]));
    assert!(ON.iter().all(|action| ACTIONS.contains(action)));
}
