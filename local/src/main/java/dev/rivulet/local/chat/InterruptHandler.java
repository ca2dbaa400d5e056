package dev.rivulet.local.chat;

import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.TerminalScreen;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.Signals;

/** Ctrl-C, which ends a program unless the program asks to be told. */
final class InterruptHandler {

    private InterruptHandler() {}

    /**
     * Tells of each Ctrl-C, on a thread of the JVM's; but not while a line is edited, where it is a key.
     *
     * @param handler must not block
     */
    static void listen(Screen screen, Runnable handler) {
        switch (screen) {
            case TerminalScreen live -> live.terminal().handle(Signal.INT, signal -> handler.run());
            case PlainScreen plain -> Signals.register(Signal.INT.name(), handler);
        }
    }
}
