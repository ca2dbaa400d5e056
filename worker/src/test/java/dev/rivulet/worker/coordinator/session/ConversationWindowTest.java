package dev.rivulet.worker.coordinator.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConversationWindowTest {

    @Test
    void whateverTheBoundAndTheLengthsWhatIsLeftFitsIt() {
        for (int bound = 1; bound < 700; bound++) {
            for (int length = 0; length < 160; length += 3) {
                List<Message> turns = turns(3, "x".repeat(length), "y".repeat(2 * length));

                List<Message> left = ConversationWindow.newestThatFit(turns, bound);

                assertThat(left.stream().mapToLong(TextSize::of).sum()).isLessThanOrEqualTo(bound);
            }
        }
    }

    @Test
    void aBoundThatIsTooSmallForShortenedMessagesTakesWholeOnes() {
        List<Message> turns = turns(2, "hi", "ho");

        assertThat(ConversationWindow.newestThatFit(turns, 25)).isEqualTo(turns.subList(2, 4));
        assertThat(ConversationWindow.newestThatFit(turns, 1)).isEmpty();
    }

    @Test
    void anyNumberOfTurnsThatDoNotFitIsLeftOut() {
        List<Message> all = new ArrayList<>();
        for (int turn = 0; turn < 20_000; turn++) {
            all.add(Message.user("x"));
            all.addAll(IntStream.range(0, 3).mapToObj(i -> Message.assistant("y")).toList());
        }

        assertThat(ConversationWindow.newestThatFit(all, 30)).isEmpty();
    }

    private static List<Message> turns(int count, String prompt, String answer) {
        List<Message> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(Message.user(prompt));
            all.add(Message.assistant(answer));
        }
        return all;
    }
}
