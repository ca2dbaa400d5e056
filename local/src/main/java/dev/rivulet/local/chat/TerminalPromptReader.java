package dev.rivulet.local.chat;

import dev.rivulet.local.screen.TerminalScreen;
import dev.rivulet.local.screen.Tone;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.Option;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;

/**
 * Reads prompts with a line editor whose history is this conversation; nothing is stored on disk. Ctrl-D ends the
 * conversation, two Ctrl-C on an empty line leave it.
 */
final class TerminalPromptReader implements PromptReader {

    private final TerminalScreen screen;
    private final LineReader reader;
    private final String mark;

    TerminalPromptReader(TerminalScreen screen) {
        this.screen = screen;
        this.mark = screen.painted(Tone.PROMPT, "> ");
        // ! and \ in a prompt have no special meaning.
        this.reader = LineReaderBuilder.builder().terminal(screen.terminal())
                .option(Option.DISABLE_EVENT_EXPANSION, true)
                .option(Option.BRACKETED_PASTE, true).build();
    }

    @Override
    public Input next() {
        boolean again = false;
        while (true) {
            try {
                String line = reader.readLine(mark);
                if (!line.isBlank()) {
                    return new Input.Line(line);
                }
                again = false;
            } catch (UserInterruptException key) {
                boolean nothingWritten = key.getPartialLine().isEmpty();
                if (again && nothingWritten) {
                    return new Input.Quit();
                }
                again = nothingWritten;
                if (again) {
                    screen.note(Tone.NOTE, "Ctrl-C again leaves.");
                }
            } catch (EndOfFileException key) {
                return new Input.EndOfInput();
            }
        }
    }
}
