pragma Singleton
import QtQml

// Glyphs of the Remix icon font, line style, by what they mean here.
QtObject {
    id: icons

    // The glyph of a tile, by its topic.
    function of(topic: string): string {
        return ({ file: icons.file, track: icons.track, feedback: icons.feedback })[topic] ?? icons.information;
    }

    // The sign of a row, by what it is about: a life event, a paper, somebody, a page of information,
    // an opinion; "" where none is known.
    function about(topic: string): string {
        return icons.topics[topic] ?? "";
    }
    readonly property var topics: ({
        sinh_con: "\uefca", ket_hon: "\uee13", nguoi_than_mat: "\ueea3", chuyen_noi_o: icons.home,
        giay_to_ban_sao: icons.papers, kinh_doanh: "\uf1a5", nha_dat: "\uef06", tro_cap: "\uedf3",
        khac: "\uea44", self: "\uf264", child: "\uefca", family: "\uf1ee", authorised: "\uf272",
        scan: "\ueb31", desk: icons.office, card: "\uf02d", fee: "\uebb4", term: "\ueb27",
        source: "\ueeb8", phone: "\uf15a", time: icons.time, rights: "\uf100", who: "\uf10c",
        code: "\uf03d", "topic:": icons.notice, "topic:office": icons.office, "topic:building": "\ueb0d",
        "topic:utilities": "\uec6a", "topic:groups": "\uf1ee", "topic:lost_found": "\uee6f",
        "topic:traffic": "\ueb13", "topic:health": "\uee11", "topic:tourism": "\uef06",
        "place:queue": icons.people, "place:hours": icons.time, "place:hotlines": icons.phone,
        "place:fire": icons.fire, guide: icons.papers, praise: "\uf207", complaint: "\uf205",
        proposal: "\ueea9", staff: "\uf256", waiting: icons.time, clean: "\ueb01",
        procedure: icons.papers, kiosk: "\uf1e0", other: "\uef79", anonymous: "\uecb7", named: "\uec86"
    })

    // Five faces of one hand, 1 the worst; of Material Design Icons.
    function face(score: int): string {
        return ["\u{f0f4d}", "\u{f01f8}", "\u{f01f6}", "\u{f01f5}", "\u{f069c}"][score - 1];
    }

    readonly property string ticket: "\uebe6"
    readonly property string file: "\uecc9"
    readonly property string track: "\ued05"
    readonly property string feedback: "\ueb6f"
    readonly property string information: "\uee59"
    readonly property string help: "\uec0c"
    readonly property string textSize: "\ued8d"
    readonly property string language: "\uf226"
    readonly property string end: "\ueeda"
    readonly property string back: "\uea60"
    readonly property string online: "\uf2c0"
    readonly property string offline: "\uf2c2"
    readonly property string printer: "\uf029"
    readonly property string done: "\ueb81"
    readonly property string check: "\ueb7b"
    readonly property string attention: "\ueca1"
    readonly property string time: "\uf20f"
    readonly property string people: "\uede3"
    readonly property string phone: "\uefec"
    readonly property string priority: "\uf263"
    readonly property string home: "\uee1d"
    readonly property string touch: "\u{f0741}"  // a finger; of Material Design Icons
    readonly property string call: "\uef94"
    readonly property string notice: "\uef92"
    readonly property string fire: "\ued33"
    readonly property string guest: "\uf25e"
    readonly property string confirm: "\ued17"
    readonly property string papers: "\uecd3"
    readonly property string office: "\uedd9"
    readonly property string listen: "\uee05"
    readonly property string silence: "\uf29e"
    readonly property string edit: "\uefe0"
    readonly property string next: "\uea6c"
    readonly property string question: "\uf045"
    readonly property string way: "\uf09b"
    readonly property string up: "\uea76"
    readonly property string down: "\uea4c"
    readonly property string shift: "\uea76"
    readonly property string backspace: "\uec1a"
}
