pragma Singleton
pragma ComponentBehavior: Bound
import QtQml
import Kiosk.Core

// The words of the moment's language. Every call reads App.texts.language, so that a binding
// that uses it follows a switch.
QtObject {
    function of(key: string): string {
        return App.texts.text(App.texts.language, key, {});
    }
    function counted(key: string, n: int): string {
        return App.texts.text(App.texts.language, key, { "n": n });
    }
    function named(key: string, name: string): string {
        return App.texts.text(App.texts.language, key, { "name": name });
    }
}
