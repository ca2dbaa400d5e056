package dev.rivulet.local.chat;

import dev.rivulet.client.Conversation;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.ReadOptions;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnStream;
import dev.rivulet.local.answer.History;
import dev.rivulet.local.screen.LiveScreen;
import dev.rivulet.local.screen.PlainScreen;
import dev.rivulet.local.screen.Screen;
import dev.rivulet.local.screen.Tone;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A conversation: prompt, answer, prompt. Ctrl-C stops the answer, keeping what came of it; a second one while it has not
 * ended leaves. Run once, by one thread.
 */
public final class Chat {

    private static final int DONE = 0;
    private static final int FAILED = 1;
    /** What a shell reports of a program that Ctrl-C ended. */
    private static final int LEFT = 130;

    private final RivuletClient client;
    private final Screen screen;
    private final String session;
    private final UnaryOperator<Prompt> options;
    private final Prompts prompts;
    private final Thread reader = Thread.currentThread();
    private Answer answer; // guarded by this; null between two answers
    private boolean failed;

    /** @param options what is said with every prompt */
    public Chat(RivuletClient client, Screen screen, String session, UnaryOperator<Prompt> options) {
        this.client = client;
        this.screen = screen;
        this.session = session;
        this.options = options;
        this.prompts = switch (screen) {
            case LiveScreen live -> new EditedPrompts(live);
            case PlainScreen plain -> new PipedPrompts(System.in);
        };
    }

    /**
     * Until the user leaves.
     *
     * @param past the session so far; null when it is new
     * @return the exit status: 0, 1 when a turn failed, 130 for Ctrl-C
     */
    public int run(Conversation past) {
        Interrupts.listen(screen, this::interrupted);
        if (past != null && !catchUp(past)) {
            return LEFT;
        }
        while (true) {
            switch (prompts.next()) {
                case Prompts.Input.Words(String words) -> {
                    if (!goesOn(() -> client.stream(session, options.apply(Prompt.of(words))))) {
                        return LEFT;
                    }
                }
                case Prompts.Input.Over over -> {
                    return failed ? FAILED : DONE;
                }
                case Prompts.Input.Left left -> {
                    return LEFT;
                }
            }
        }
    }

    /** What was said, and what is being said now: maybe the user closed another terminal in the middle of it. */
    private boolean catchUp(Conversation past) {
        switch (screen) {
            case LiveScreen live -> new History(live).show(past);
            case PlainScreen plain -> plain.note(Tone.NOTE, past.messages().size() + " messages so far");
        }
        return past.open() == null
                || goesOn(() -> client.join(session, past.open().turnId(), ReadOptions.DEFAULTS));
    }

    private boolean goesOn(Supplier<TurnStream> question) {
        Answer.Ending ending = begin().show(question);
        end();
        failed |= ending == Answer.Ending.FAILED;
        return ending != Answer.Ending.LEFT;
    }

    private synchronized Answer begin() {
        answer = new Answer(screen);
        return answer;
    }

    private synchronized void end() {
        answer = null;
    }

    private synchronized void interrupted() {
        if (answer != null) {
            answer.interrupted();
        } else {
            reader.interrupt();
        }
    }
}
