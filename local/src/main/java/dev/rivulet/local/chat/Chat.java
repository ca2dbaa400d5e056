package dev.rivulet.local.chat;

import dev.rivulet.client.Conversation;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.ReadOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnStream;
import dev.rivulet.local.answer.ConversationView;
import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.TerminalScreen;
import dev.rivulet.local.screen.Tone;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jline.terminal.Terminal.Signal;
import org.jline.utils.Signals;

/**
 * An interactive conversation. Ctrl-C cancels the answer and keeps its text; a second Ctrl-C before its end leaves the
 * chat. Used once, by one thread.
 */
public final class Chat {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    /** The exit status that shells report after Ctrl-C. */
    private static final int INTERRUPTED = 130;

    private final RivuletClient client;
    private final Screen screen;
    private final String session;
    private final UnaryOperator<Prompt> options;
    private final PromptReader input;
    private final Thread reader = Thread.currentThread();
    private ChatTurn turn; // guarded by this; null between two answers
    private boolean failed;

    /** @param options adds options to every prompt */
    public Chat(RivuletClient client, Screen screen, String session, UnaryOperator<Prompt> options) {
        this.client = client;
        this.screen = screen;
        this.session = session;
        this.options = options;
        this.input = switch (screen) {
            case TerminalScreen live -> new TerminalPromptReader(live);
            case PlainScreen plain -> new PipePromptReader(System.in);
        };
    }

    /**
     * Runs until the user leaves.
     *
     * @param past the session so far; null if it is new
     * @return the exit status: 0, 1 if a turn failed, 130 after Ctrl-C
     */
    public int run(Conversation past) {
        handleInterrupts();
        if (past != null && !catchUp(past)) {
            return INTERRUPTED;
        }
        while (true) {
            switch (input.next()) {
                case PromptReader.Input.Line(String words) -> {
                    if (!showTurn(() -> client.stream(session, options.apply(Prompt.of(words))))) {
                        return INTERRUPTED;
                    }
                }
                case PromptReader.Input.EndOfInput end -> {
                    return failed ? FAILED : DONE;
                }
                case PromptReader.Input.Quit quit -> {
                    return INTERRUPTED;
                }
            }
        }
    }

    /** Handles Ctrl-C on a thread of the JVM, but not while a line is edited, where it is a key. */
    private void handleInterrupts() {
        switch (screen) {
            case TerminalScreen live -> live.terminal().handle(Signal.INT, signal -> interrupted());
            case PlainScreen plain -> Signals.register(Signal.INT.name(), this::interrupted);
        }
    }

    /**
     * Shows the conversation so far, and the rest of the open turn: the user may have closed another terminal
     * meanwhile. Returns false if the user left.
     */
    private boolean catchUp(Conversation past) {
        switch (screen) {
            case TerminalScreen live -> new ConversationView(live).show(past);
            case PlainScreen plain -> plain.note(Tone.NOTE, past.turns().size() + " turns so far");
        }
        return past.open() == null
                || showTurn(() -> client.join(session, past.open().turnId(), ReadOptions.DEFAULTS));
    }

    private boolean showTurn(Supplier<TurnStream> open) {
        ChatTurn.Outcome outcome = begin().show(open);
        end();
        failed |= outcome == ChatTurn.Outcome.FAILED;
        return outcome != ChatTurn.Outcome.ABANDONED;
    }

    private synchronized ChatTurn begin() {
        turn = new ChatTurn(screen);
        return turn;
    }

    private synchronized void end() {
        turn = null;
    }

    private synchronized void interrupted() {
        if (turn != null) {
            turn.interrupted();
        } else {
            reader.interrupt();
        }
    }
}
