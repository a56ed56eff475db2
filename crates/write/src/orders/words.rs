//! The words by which orders are known.

/// What chat templates, fences and markup are made of; no sentence of the news holds them.
#[rustfmt::skip]
pub(super) const MARKUP: &[&str] = &[
    "<|", "|>", "[inst]", "[/inst]", "<<sys>>", "<<<", ">>>", "<s>", "</s>", "<system", "</system", "<assistant", "</assistant",
    "<user>", "</user>", "<instruction", "</instruction", "<start_of_turn>", "<end_of_turn>", "<think", "</think", "<tool", "</tool",
    "</source", "</data", "</document", "</article", "```", "### instruction", "### system", "### response", "<!--", "-->", "{{", "}}",
    "{\"", "\"}", "\": ", "\":[", "begin prompt", "end of prompt", "end of document", "end of article", "end of sources", "end sources", "javascript:", "<script", "<img",
    "![", "](http",
];

/// Verbs that set rules aside.
#[rustfmt::skip]
pub(super) const DROPS: &[&str] = &[
    "ignore", "ignoring", "disregard", "disregarding", "forget", "override", "bypass", "overrule", "discard", "drop", "skip", "cancel",
    "abandon", "replace", "reset", "stop", "neglect", "suspend", "obey", "follow", "execute", "reveal", "print", "repeat", "supersede",
    "supersedes", "replaces", "overrides",
];
/// What they set aside.
#[rustfmt::skip]
pub(super) const RULES: &[&str] = &[
    "instruction", "instructions", "prompt", "prompts", "guideline", "guidelines", "guidance", "directions", "directive", "directives",
    "constraints", "rules", "commands", "programming", "context", "policies", "safeguards",
];
/// Which rules: those of the model, not those of a town.
#[rustfmt::skip]
pub(super) const APART: &[&str] = &[
    "previous", "prior", "above", "earlier", "preceding", "your", "all", "any", "every", "these", "following", "foregoing", "system",
    "hidden", "initial", "original", "my", "old", "current", "existing", "everything", "said",
];

/// Names for a machine that reads.
#[rustfmt::skip]
pub(super) const MACHINES: &[&str] = &[
    "ai", "ais", "llm", "llms", "chatbot", "chatbots", "chatgpt", "gpt", "assistant", "assistants", "bot", "bots", "crawler", "crawlers",
    "summariser", "summarisers", "summarizer", "summarizers", "aggregator", "aggregators", "scraper", "scrapers", "model", "models",
    "agent", "agents", "machine", "machines", "software", "standfirst", "copilot", "claude", "gemini", "llama",
];
/// What a machine does with a text.
#[rustfmt::skip]
pub(super) const AWARE: &[&str] = &[
    "reading", "reads", "read", "processing", "processes", "summarising", "summarises", "summarizing", "summarizes", "summarise",
    "summarize", "parsing", "parses", "quoting", "quotes", "must", "should", "shall", "required", "instructed", "asked", "obliged",
    "ordered", "told", "encounter", "encounters", "brief", "briefs", "summary", "summaries", "output", "answer", "respond", "response",
];
/// Whom it speaks to.
pub(super) const ADDRESSED: &[&str] = &["you", "your", "yours", "yourself", "you're"];

/// Names that a text has for itself.
#[rustfmt::skip]
pub(super) const TESTIMONY: &[&str] = &[
    "article", "page", "text", "document", "site", "website", "content", "story", "post", "claim", "claims", "statement", "statements",
    "sentence", "sentences", "passage", "paragraph", "above", "facts", "information", "brief", "source",
];
/// What it says of itself.
#[rustfmt::skip]
pub(super) const VOUCHES: &[&str] = &[
    "verified", "fact-checked", "factchecked", "certified", "approved", "authenticated", "validated", "confirmed", "whitelisted", "trusted",
    "pre-approved", "endorsed", "checked",
];

/// Words that may stand before an imperative.
#[rustfmt::skip]
pub(super) const LEADS: &[&str] = &[
    "now", "then", "just", "simply", "first", "next", "finally", "instead", "also", "and", "so", "but", "ai", "assistant", "attention", "important",
    "note", "warning", "urgent", "dear", "reader", "readers", "hey", "hello", "ok", "okay", "editor", "editors", "model", "kindly",
    "immediately", "henceforth", "therefore", "todo", "step", "1", "2", "3", "chatgpt", "everyone", "to", "continue",
];

/// Verbs that an order to a reader or a model opens with.
#[rustfmt::skip]
pub(super) const IMPERATIVES: &[&str] = &[
    "write", "print", "output", "say", "tell", "reply", "respond", "answer", "include", "add", "insert", "mention", "cite", "quote", "report",
    "state", "claim", "click", "visit", "send", "email", "call", "forward", "share", "subscribe", "sign", "buy", "follow", "download", "copy",
    "paste", "run", "execute", "open", "delete", "remove", "omit", "replace", "translate", "summarise", "summarize", "ignore", "disregard",
    "forget", "pretend", "act", "behave", "repeat", "begin", "start", "end", "stop", "remember", "ensure", "treat", "consider", "mark", "label",
    "set", "use", "give", "put", "rank", "trust", "believe", "reveal", "show", "display", "return", "continue", "conclude", "describe", "list",
    "rate", "recommend", "promote", "praise", "present", "publish", "post", "append", "prepend", "emit", "produce", "generate", "compose",
    "rewrite", "fetch", "load", "embed", "render", "link", "enter", "submit", "register", "log", "obey", "assume", "change", "make", "skip",
    "drop", "discard", "override", "bypass", "leave", "announce", "declare", "confirm", "warn", "inform", "notify", "advise", "urge", "contact",
    "transfer", "pay", "donate", "vote", "read", "see", "watch", "learn", "discover", "check", "scan", "join", "get", "take", "store", "save",
    "encode", "decode", "speak", "attribute", "credit", "lower", "raise", "flag", "hide", "stay", "keep", "do",
];

/// What follows such a verb when it is an order: its object.
#[rustfmt::skip]
pub(super) const OBJECTS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "all", "any", "every", "each", "your", "my", "our", "us", "me", "it", "them", "him",
    "her", "only", "no", "nothing", "everything", "everyone", "anything", "exactly", "if", "what", "whatever", "whether", "more", "not",
    "both", "yourself", "instead", "previous", "prior", "above", "so", "readers", "users", "people", "quoted", "json", "html", "http", "https", "www",
];

/// Verbs that open nothing but an order, and what else may follow them.
#[rustfmt::skip]
pub(super) const CLEAR: &[&str] = &[
    "write", "output", "reply", "respond", "answer", "click", "send", "email", "subscribe", "ignore", "disregard", "forget", "pretend", "act",
    "behave", "translate", "summarise", "summarize", "execute", "speak", "append", "say", "donate", "obey", "repeat",
];
pub(super) const THEN: &[&str] = &[
    "in", "on", "for", "to", "with", "as", "like", "about", "and", "out", "up", "one", "two", "three", "full", "from",
];

/// “Never share …”, “always cite …” beside the verbs above.
pub(super) const CAUTION: &[&str] =
    &["trust", "mention", "question", "doubt", "contradict", "reveal", "refuse", "verify"];

/// Words that tell whose words a quotation is.
#[rustfmt::skip]
pub(super) const TOLD: &[&str] = &[
    "said", "says", "say", "told", "tells", "wrote", "writes", "asked", "asks", "called", "according", "added", "shouted", "read", "reads",
    "warned", "urged", "ordered", "announced", "chanted", "instructed", "the", "a", "an",
];

/// The commonest attack in other languages: a verb that sets aside, and what it sets aside.
#[rustfmt::skip]
pub(super) const FOREIGN: &[(&[&str], &[&str])] = &[
    (&["ignorier", "missachte", "vergiss", "vergesse", "befolge"], &["anweisung", "instruktion", "vorgabe", "befehl", "regeln"]),
    (&["ignorez", "ignore ", "oubliez", "oublie ", "négligez", "suivez"], &["instructions", "consignes", "directives", "règles"]),
    (&["ignora", "ignore ", "olvida", "desobedece", "sigue "], &["instrucciones", "indicaciones", "órdenes"]),
    (&["ignora", "ignorate", "dimentica", "segui "], &["istruzioni", "indicazioni", "direttive"]),
    (&["ignore", "esqueça", "desconsidere", "siga "], &["instruções", "orientações"]),
    (&["negeer", "vergeet", "volg "], &["instructies", "aanwijzingen", "opdrachten"]),
    (&["zignoruj", "ignoruj", "pomiń", "zapomnij"], &["instrukcj", "poleceni"]),
    (&["игнорир", "проигнорир", "забудь", "не обращай"], &["инструкци", "указани", "команд"]),
    (&["ігнору", "забудь"], &["інструкці", "вказівк"]),
    (&["yok say", "görmezden gel", "unut"], &["talimat", "komut"]),
    (&["忽略", "无视", "無視", "忘记", "不要理会"], &["指令", "指示", "提示", "说明", "要求", "規則", "规则"]),
    (&["無視", "忘れ"], &["指示", "命令", "プロンプト"]),
    (&["무시", "잊"], &["지시", "명령", "지침", "프롬프트"]),
    (&["تجاهل", "انس"], &["التعليمات", "تعليمات", "الأوامر"]),
    (&["התעלם", "התעלמו"], &["הוראות", "ההנחיות"]),
    (&["अनदेखा", "नज़रअंदाज़", "भूल जा"], &["निर्देश", "आदेश"]),
    (&["abaikan", "lupakan"], &["instruksi", "perintah"]),
    (&["bỏ qua", "quên"], &["hướng dẫn", "chỉ dẫn"]),
    (&["ignorera", "glöm"], &["instruktion", "anvisning"]),
];
