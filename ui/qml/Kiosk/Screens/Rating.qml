pragma ComponentBehavior: Bound
import QtQuick
import Kiosk.Core
import Kiosk.Controls

// Five faces with words; after the touch, what it was about, for who wants to say.
Item {
    id: root

    required property Session session
    required property RatingScreen rating

    readonly property real inner: width - 2 * Theme.margin
    readonly property real between: Theme.air(Theme.roomy ? 4 : 6)
    readonly property bool thanked: rating.state === "thanked"
    readonly property bool across: !Theme.portrait && Theme.scarce < 3

    Prose {
        id: title

        objectName: "rating.title"
        head: true
        x: Theme.margin
        y: Theme.air(Theme.tight ? 3 : 8)
        width: root.inner
        text: root.thanked ? Words.of("rating.thanks") : Words.of("rating.title_" + root.rating.occasion)
        font.pixelSize: Theme.tight ? Theme.heading : Theme.title
    }
    Prose {
        id: note

        objectName: "rating.note"
        visible: !Theme.tight
        x: Theme.margin
        y: title.y + title.height + Theme.air(2)
        width: root.inner
        text: Words.of(root.thanked ? "rating.why" : "rating.anonymous")
        color: Theme.inkSoft
        font.pixelSize: Theme.roomy ? Theme.caption : Theme.body
    }
    KButton {
        id: close

        objectName: "rating.close"
        primary: root.thanked
        label: Words.of(root.thanked ? "rating.close" : "rating.skip")
        // In two columns the sixth place is that of *Bỏ qua*.
        readonly property bool sixth: faces.columns === 2 && !root.thanked

        width: Theme.portrait ? root.inner : sixth ? faces.cellWidth
            : Math.max(implicitWidth, Theme.mm(Theme.tight ? 130 : 100))
        height: sixth ? faces.cellHeight : implicitHeight
        x: root.width - Theme.margin - width
        readonly property real foremost: root.height - implicitHeight - Theme.air(Theme.tight ? 4 : 6)
        y: sixth ? faces.y + 2 * (faces.cellHeight + faces.spacing) : foremost
        onClicked: root.rating.close()
    }

    component Face: Pressable {
        id: face

        required property int score
        property bool upright: false
        readonly property real inset: Theme.air(Theme.roomy ? 3 : 6)

        objectName: "face." + score
        label: Words.of("rating.face_" + score)
        onClicked: root.rating.rate(score)

        KIcon {
            id: sign

            side: face.upright ? Math.min(face.width * 0.55, Theme.mm(40)) : Theme.mm(Theme.roomy ? 15 : Theme.portrait ? 28 : 20)
            text: Icons.face(face.score)
            color: Theme.primaryText
            x: face.upright ? (face.width - width) / 2 : face.inset
            // Faces of a row stand level: each has room for a name of two lines.
            y: face.upright ? (face.height - height - 2.6 * words.font.pixelSize - Theme.air(4)) / 2 : (face.height - height) / 2
        }
        Prose {
            id: words

            head: true
            text: face.label
            x: face.upright ? Theme.air(3) : sign.x + sign.width + Theme.air(Theme.roomy ? 3 : 7)
            y: face.upright ? sign.y + sign.height + Theme.air(4) : (face.height - height) / 2
            width: face.width - x - Theme.air(3)
            topPadding: Math.ceil(font.pixelSize * 0.12)
            horizontalAlignment: face.upright ? Text.AlignHCenter : Text.AlignLeft
            Accessible.ignored: true
        }
    }

    Grid {
        id: faces

        readonly property int lines: root.across ? 1 : Theme.portrait ? 5 : 3
        readonly property real above: (note.visible ? note.y + note.height : title.y + title.height) + root.between
        readonly property real below: Theme.portrait || root.across ? close.foremost - root.between : root.height - Theme.air(4)

        visible: !root.thanked
        x: Theme.margin
        y: above + (root.across ? Math.max(0, (below - above - cellHeight) / 2) : 0)
        columns: root.across ? 5 : Theme.portrait ? 1 : 2
        spacing: Theme.portrait && Theme.roomy ? Theme.air(4) : root.across ? Theme.gap : Theme.air(4)
        readonly property real cellWidth: (root.inner - (columns - 1) * spacing) / columns
        readonly property real most: (below - above - (lines - 1) * spacing) / lines
        readonly property real cellHeight: root.across ? Math.min(most, Theme.mm(95)) : Math.min(most, Theme.mm(68))

        Repeater {
            model: [5, 4, 3, 2, 1]

            Face {
                required property int modelData

                score: modelData
                upright: root.across
                width: faces.cellWidth
                height: faces.cellHeight
            }
        }
    }
    Grid {
        id: reasons

        readonly property int lines: Theme.portrait ? 6 : 3
        readonly property real most: (close.foremost - root.between - y - (lines - 1) * spacing) / lines

        visible: root.thanked
        x: Theme.margin
        y: (note.visible ? note.y + note.height : title.y + title.height) + root.between
        columns: Theme.portrait ? 1 : 2
        spacing: Theme.air(4)

        Repeater {
            model: root.rating.everyReason

            Tick {
                required property string modelData

                objectName: "reason." + modelData
                label: Words.of("rating.reason_" + modelData)
                chosen: root.rating.reasons.includes(modelData)
                width: (root.inner - (reasons.columns - 1) * reasons.spacing) / reasons.columns
                height: Math.min(reasons.most, Theme.mm(64))
                onClicked: root.rating.reason(modelData)
            }
        }
    }
}
