package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.schemas.Message.assistant;
import static dev.rivulet.schemas.Message.system;
import static dev.rivulet.schemas.Message.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Message;
import dev.rivulet.schemas.Role;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.worker.execution.TurnJob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the model is told: seen through the jobs that the session machine dispatches. */
class ConversationTest {

    private static final int MAX_CHARS = 290;

    private final SessionScript session = new SessionScript(limits(Map.of()));

    @Test
    void tenTurnsSentAtOnceRunInOrderEachKnowingTheEarlierAnswers() {
        IntStream.range(0, 10).forEach(i -> session.prompt("p" + i));
        List<Message> conversation = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            conversation.add(user("p" + i));
            assertThat(session.dispatched).hasSize(i + 1);
            assertThat(told()).isEqualTo(conversation);
            session.answer("a" + i);
            conversation.add(assistant("a" + i));
        }
        assertThat(session.dispatched).extracting(TurnJob::turn).isSorted();
    }

    @Test
    void asMuchIsRememberedAsIsSetForTheModelOfTheNewestTurn() {
        assertThat(rememberedOfThree(Map.of("another", 100))).isEqualTo(rememberedOfThree(Map.of())).isEqualTo(6);
        assertThat(rememberedOfThree(Map.of("m", 2 * (TextSize.MESSAGE + 2)))).isEqualTo(2);
    }

    private static int rememberedOfThree(Map<String, Integer> charsOf) {
        SessionScript script = new SessionScript(limits(charsOf));
        for (int i = 0; i < 3; i++) {
            script.prompt("p" + i);
            script.answer("a" + i);
        }
        return script.session.conversation().messages().size();
    }

    private static SessionLimits limits(Map<String, Integer> charsOf) {
        return new SessionLimits(20, 10_000, MAX_CHARS, charsOf, 4, 2, Duration.ofHours(24), 3,
                Duration.ofMinutes(10), Duration.ofMinutes(30), Duration.ofMinutes(10), 200, false);
    }

    @Test
    void aSystemPromptStaysUntilAnotherTurnSetsOne() {
        session.prompt("1", instructed("be brief"));
        assertThat(told()).containsExactly(system("be brief"), user("1"));
        session.answer("a");

        session.prompt("2");
        assertThat(told()).containsExactly(system("be brief"), user("1"), assistant("a"), user("2"));
        session.answer("b");

        session.prompt("3", instructed("be long"));
        assertThat(told()).startsWith(system("be long")).doesNotContain(system("be brief"));
        session.answer("c");
        session.prompt("4");
        assertThat(told()).startsWith(system("be long"));
    }

    @Test
    void aSystemPromptStaysWhenItsTurnFails() {
        session.prompt("1", instructed("be brief"));
        session.end(Outcome.failed(ErrorCode.RATE_LIMITED, "no"), "");

        session.prompt("2");

        assertThat(told()).containsExactly(system("be brief"), user("2"));
    }

    @Test
    void aSystemPromptOfATurnThatNeverRanDoesNotStay() {
        session.prompt("1");
        TurnId waiting = session.prompt("2", instructed("be brief"));
        session.cancel(waiting);
        session.answer("a");

        session.prompt("3");

        assertThat(told()).extracting(Message::role).doesNotContain(Role.SYSTEM);
    }

    @Test
    void whatAFailedTurnSaidIsNotRemembered() {
        session.prompt("1");
        session.end(Outcome.failed(ErrorCode.UPSTREAM_TRUNCATED, "cut"), "half an ans");

        session.prompt("2");

        assertThat(told()).containsExactly(user("2"));
    }

    @Test
    void thePartialAnswerOfACancelledTurnIsRemembered() {
        TurnId turn = session.prompt("1");
        session.cancel(turn);
        session.end(Outcome.cancelled(), "half an ans");

        session.prompt("2");

        assertThat(told()).containsExactly(user("1"), assistant("half an ans"), user("2"));
    }

    @Test
    void aTurnCancelledBeforeItsFirstTokenIsNotRemembered() {
        TurnId turn = session.prompt("1");
        session.cancel(turn);
        session.end(Outcome.cancelled(), "");

        session.prompt("2");

        assertThat(told()).containsExactly(user("2"));
    }

    @Test
    void messagesAreUsedAsTheyAre() {
        session.prompt("1", instructed("be brief"));
        session.answer("a");
        List<Message> given = List.of(user("x"), assistant("y"), user("z"));

        session.messages(given, TurnOptions.NONE);

        assertThat(told()).isEqualTo(given);
    }

    @Test
    void aSystemPromptBesideMessagesComesFirst() {
        session.messages(List.of(user("x")), instructed("be brief"));

        assertThat(told()).containsExactly(system("be brief"), user("x"));
    }

    @Test
    void messagesStateTheConversationAnew() {
        session.prompt("1");
        session.answer("a");
        session.messages(List.of(system("own"), user("x"), assistant("y"), user("z")), TurnOptions.NONE);
        session.answer("b");

        session.prompt("2");

        assertThat(told()).containsExactly(system("own"), user("x"), assistant("y"), user("z"), assistant("b"),
                user("2"));
    }

    @Test
    void ofALongConversationTheNewestWholeTurnsThatFitAreKept() {
        int turn = 2 * TextSize.MESSAGE + 44;
        for (int i = 0; i < 5; i++) {
            session.prompt("p" + i + "x".repeat(20));
            session.answer("a" + i + "x".repeat(20));
        }
        assertThat(4 * turn).isLessThanOrEqualTo(MAX_CHARS);
        assertThat(5 * turn).isGreaterThan(MAX_CHARS);

        session.prompt("now");

        assertThat(told()).hasSize(9);
        assertThat(told().getFirst().role()).isEqualTo(Role.USER);
        assertThat(told().getFirst().content()).startsWith("p1");
    }

    @Test
    void aMessageLongerThanTheBoundIsShortenedAndTheRestStays() {
        session.prompt("1");
        session.answer("a");
        session.prompt("begin" + "q".repeat(MAX_CHARS) + "end");
        session.answer("b");

        session.prompt("now");

        assertThat(told()).hasSize(5).startsWith(user("1"), assistant("a")).endsWith(assistant("b"), user("now"));
        assertThat(told().get(2).content()).startsWith("begin").endsWith("end")
                .containsPattern("\\[\\.\\.\\. \\d+ characters are left out here \\.\\.\\.\\]");
    }

    @Test
    void aTurnThatIsLongerThanTheBoundOnlyAsAWholeIsShortenedAndTheRestStays() {
        session.prompt("1");
        session.answer("a");
        session.prompt("q".repeat(MAX_CHARS * 3 / 5));
        session.answer("b".repeat(MAX_CHARS * 3 / 5));

        session.prompt("now");

        assertThat(told()).hasSize(5).startsWith(user("1"), assistant("a"));
        assertThat(told().get(2).content()).startsWith("qqq").endsWith("qqq");
        assertThat(told().get(3).content()).startsWith("bbb").endsWith("bbb");
    }

    @Test
    void aLongMessageOfAnEarlierTurnIsShortenedToo() {
        session.messages(List.of(user("1"), assistant("a".repeat(3 * MAX_CHARS)), user("2")), TurnOptions.NONE);
        session.answer("b");

        session.prompt("now");

        assertThat(told()).hasSize(5).startsWith(user("1")).endsWith(user("2"), assistant("b"), user("now"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 50, 289, 290, 291})
    void whatIsRememberedFitsTheBoundAndBeginsWithTheUser(int answers) {
        List<Message> many = new ArrayList<>(List.of(user("before"), assistant("a"), user("x".repeat(90))));
        IntStream.range(0, answers).forEach(i -> many.add(assistant("y".repeat(i))));
        session.messages(many, TurnOptions.NONE);
        session.answer("z".repeat(answers));

        List<Message> remembered = session.asked().messages();

        assertThat(remembered.stream().mapToLong(TextSize::of).sum()).isLessThanOrEqualTo(MAX_CHARS);
        assertThat(remembered.getFirst().role()).isEqualTo(Role.USER);
    }

    @Test
    void aSurrogatePairIsNeverCut() {
        for (int i = 0; i < 4; i++) {
            session.prompt("x".repeat(i) + "\uD83E\uDD80".repeat(MAX_CHARS));
            session.answer("a");

            String remembered = session.asked().messages().getFirst().content();
            assertThat(remembered).contains("left out");
            assertThat(Json.read(Json.write(user(remembered)), Message.class).content()).isEqualTo(remembered);
            session.forget();
        }
    }

    @Test
    void manyEmptyMessagesAreBoundedToo() {
        List<Message> empty = IntStream.range(0, 1_000).mapToObj(i -> user("")).toList();
        session.messages(empty, TurnOptions.NONE);
        session.answer("a");

        session.prompt("now");

        assertThat(told()).hasSizeLessThan(MAX_CHARS / TextSize.MESSAGE + 2);
    }

    private List<Message> told() {
        return session.lastJob().messages();
    }

    private static TurnOptions instructed(String system) {
        return new TurnOptions(null, null, null, system, null, null, null);
    }
}
