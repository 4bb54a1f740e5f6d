import QtQuick

// A card that says something of a page in what room its rows leave it, at least `least` high. That
// follows from its words and its width alone: its height is given to it.
Card {
    property real least: 0
}
