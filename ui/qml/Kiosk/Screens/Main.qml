pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// The window: band on top, the page, the keys below; sheets and the idle question over them.
Window {
    id: window

    readonly property Session session: App.session
    readonly property bool framed: session.page !== "attract"
    // On a small panel across, and for the largest words upright, keyboard and camera take the
    // height of the band.
    readonly property bool typing: (Theme.cramped || !Theme.portrait && Theme.scale < 1 && Theme.scarce >= 2)
        && (session.page === "filing" ? ["typed", "search", "pick", ...(Theme.cramped ? ["scan"] : [])].includes(App.filing.look)
            : session.page === "track" ? ["code", "secret"].includes(App.track.place)
            : session.page === "feedback" && ["text", "name", "phone"].includes(App.feedback.place))
    // A sheet or the idle question lies over everything.
    readonly property bool sheeted: session.sheet !== "" || session.asking
    // Used without being seen: everything stays where it is and works, and nothing is drawn.
    readonly property real seen: App.voice.dark ? 0 : 1

    // Where what is only read ends, above every page.
    readonly property real topped: lost.visible ? lost.y + lost.height
        : helper.visible ? helper.y + helper.height : band.height

    color: Theme.ground
    title: App.office.name

    Binding {
        target: Theme
        property: "portrait"
        value: window.width < window.height
    }
    Binding {
        target: Theme
        property: "windowWidth"
        value: window.width
    }
    Binding {
        target: Theme
        property: "windowHeight"
        value: window.height
    }

    TopBand {
        id: band

        opacity: window.seen
        office: App.office
        session: window.session
        helped: App.helper.active && window.framed && !helper.visible
        timed: !(overhead.visible && overhead.timed)  // the time stands once
        visible: !window.typing
        height: visible ? implicitHeight : 0
        anchors { left: parent.left; right: parent.right; top: parent.top }

        // Nobody is there: the whole screen is one button, the band on top too.
        MouseArea {
            anchors.fill: parent
            enabled: !window.framed
            onClicked: window.session.begin()
        }
    }
    Banner {
        id: helper

        objectName: "helper.band"
        enabled: !window.sheeted
        // Where keys or large letters need the height, the band on top says it in place of the name.
        readonly property bool roomFor: !Theme.roomy && (Theme.portrait || window.session.page === "home"
            || ["filing_consent", "filing_card", "filing_scan", "filing_check", "filing_declare"].includes(App.helper.topic))
        visible: App.helper.active && window.framed && roomFor
        icon: Icons.people
        pixelSize: Theme.body * 1.25
        text: Words.of("helper.band") + "\n" + Words.of("helper." + App.helper.topic)
        anchors {
            left: parent.left; right: parent.right; top: band.bottom
            leftMargin: Theme.margin; rightMargin: Theme.margin
            topMargin: Theme.air(2)
        }
    }
    Banner {
        id: lost

        opacity: window.seen
        objectName: "banner.offline"
        enabled: !window.sheeted
        // The pages of a number and of what was handed in say it in their own words; where letters
        // are large the band on top does.
        readonly property bool roomFor: (Theme.portrait && !Theme.roomy)
            || (window.session.page === "home" && !App.information.building)
        visible: text !== "" && window.framed && roomFor
            && !["done", "handed_in"].includes(window.session.page)
        icon: Icons.offline
        text: App.office.outage === "" ? "" : Words.of(App.office.outage)
        anchors {
            left: parent.left; right: parent.right; top: helper.visible ? helper.bottom : band.bottom
            leftMargin: Theme.margin; rightMargin: Theme.margin
            topMargin: Theme.air(4)
        }
    }
    Overhead {
        id: overhead

        readonly property real between: Theme.air(5)

        objectName: "overhead"
        opacity: window.seen
        session: window.session
        office: App.office
        information: App.information
        visible: window.framed && height >= need
        x: Theme.margin
        y: window.topped + between
        width: parent.width - 2 * x
        height: Theme.above - y
    }
    Loader {
        id: stage

        // A dossier asks question after question on one page: each of them has just come.
        readonly property string moment: window.session.page === "filing" ? App.filing.step
            : window.session.page === "track" ? App.track.place
            : window.session.page === "feedback" ? App.feedback.place : ""

        onMomentChanged: if (Theme.settle > 0) settling.restart()
        objectName: "page"
        enabled: !settling.running && !window.sheeted
        anchors {
            left: parent.left; right: parent.right
            top: lost.visible ? lost.bottom : helper.visible ? helper.bottom : band.bottom
            // In the low reach the page begins lower; what is only read stays above it. All of the
            // waiting screen is one button, which reaches down to every hand.
            topMargin: Math.max(0, (window.framed ? Theme.above : 0) - window.topped)
            bottom: window.framed ? bar.top : parent.bottom
        }
        sourceComponent: {
            switch (window.session.page) {
            case "home": return App.information.building ? buildingHome : home;
            case "information": return information;
            case "services": return services;
            case "done": return done;
            case "refused": return refused;
            case "later": return later;
            case "filing": return filing;
            case "kept": return kept;
            case "handed_in": return handedIn;
            case "track": return track;
            case "staff": return staff;
            case "rating": return rating;
            case "feedback": return feedback;
            default: return attract;
            }
        }
        onLoaded: {
            if (Theme.settle > 0)
                settling.restart();
            if (Theme.motion > 0 && !App.voice.dark)
                arrive.restart();
        }

        NumberAnimation {
            id: arrive

            target: stage
            property: "opacity"
            from: 0.2
            to: 1
            duration: Theme.motion
            easing.type: Easing.OutCubic
        }
        Timer {
            id: settling

            interval: Theme.settle
        }
    }
    BottomBar {
        id: bar

        opacity: window.seen
        session: window.session
        unfinished: App.keep.offered
        visible: window.framed
        enabled: !window.sheeted
        anchors { left: parent.left; right: parent.right; bottom: parent.bottom; bottomMargin: Theme.below }
    }

    HelpSheet {
        objectName: "layer.help"
        opacity: window.seen
        anchors.fill: parent
        session: window.session
        help: App.help
        visible: window.session.sheet === "help"
    }
    LookSheet {
        objectName: "layer.look"
        opacity: window.seen
        anchors.fill: parent
        session: window.session
        visible: window.session.sheet === "look"
    }
    IdlePanel {
        objectName: "layer.idle"
        opacity: window.seen
        anchors.fill: parent
        session: window.session
        keep: App.keep
        leaving: !window.session.asking
        visible: window.session.asking && window.session.page !== "done" || window.session.sheet === "end"
    }

    Binding {
        target: stage
        property: "opacity"
        value: 0
        when: App.voice.dark
    }
    Unseen {
        anchors.fill: parent
        visible: App.voice.dark
    }

    Component {
        id: attract
        Attract {
            session: window.session
            office: App.office
            information: App.information
            filing: App.filing
        }
    }
    Component {
        id: buildingHome
        BuildingHome {
            session: window.session
            office: App.office
            filing: App.filing
            track: App.track
            information: App.information
        }
    }
    Component {
        id: information
        InformationPage {
            information: App.information
            filing: App.filing
            office: App.office
            overhead: overhead.visible && overhead.called
        }
    }
    Component {
        id: home
        Home {
            overhead: overhead.visible
            session: window.session
            office: App.office
            ticket: App.ticket
            filing: App.filing
            track: App.track
            feedback: App.feedback
            information: App.information
        }
    }
    Component {
        id: services
        ChooseService {
            session: window.session
            office: App.office
            ticket: App.ticket
        }
    }
    Component {
        id: done
        Done {
            session: window.session
            ticket: App.ticket
            rating: App.rating
        }
    }
    Component {
        id: feedback
        Feedback {
            session: window.session
            feedback: App.feedback
            typing: App.typing
        }
    }
    Component {
        id: rating
        Rating {
            session: window.session
            rating: App.rating
        }
    }
    Component {
        id: refused
        Notice {
            // Forgotten while the page is on its way out.
            readonly property string why: App.ticket.refusal || "unavailable"

            objectName: "refused"
            icon: Icons.attention
            title: Words.of("refused." + why + "_title")
            body: Words.of("refused." + why + "_body")
            action: Words.of("refused.home")
            onActed: window.session.back()
        }
    }
    Component {
        id: later
        Notice {
            objectName: "later"
            icon: Icons.of(window.session.topic)
            title: Words.of("home." + window.session.topic)
            body: Words.of("later." + window.session.topic)
            action: Words.of("later.take_number")
            backLabel: Words.of("frame.back")
            onActed: App.ticket.openChoice()
            onBack: window.session.back()
        }
    }
    Component {
        id: filing
        Filing {
            session: window.session
            filing: App.filing
            paper: App.paper
            typing: App.typing
            camera: App.camera
        }
    }
    Component {
        id: kept
        KeptPage {
            session: window.session
            keep: App.keep
        }
    }
    Component {
        id: handedIn
        HandedInPage {
            session: window.session
            handed: App.handedIn
            rating: App.rating
            ticket: App.ticket
        }
    }
    Component {
        id: staff
        Staff { staff: App.staff }
    }
    Component {
        id: track
        Track {
            session: window.session
            track: App.track
            rating: App.rating
            ticket: App.ticket
            paper: App.paper
            typing: App.typing
            camera: App.camera
        }
    }
}
