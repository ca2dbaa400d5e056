package dev.rivulet.gateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SharedQuestionsTest {

    private static final Duration AGE = Duration.ofSeconds(1);

    private final List<CompletableFuture<String>> asked = new ArrayList<>();
    private long now;
    private final SharedQuestions<String, String> questions = new SharedQuestions<>(about -> {
        asked.add(new CompletableFuture<>());
        return asked.getLast();
    }, AGE, answer -> answer.length() < 10, () -> now);

    @Test
    void whoAsksWhileAQuestionIsUnderWayGetsTheAnswerToTheNextOneWithAllOthers() {
        CompletableFuture<String> first = questions.ask("s");
        List<CompletableFuture<String>> later = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            later.add(questions.ask("s"));
        }
        assertThat(asked).hasSize(1);
        asked.get(0).complete("old");
        assertThat(first).isCompletedWithValue("old");
        assertThat(later).noneMatch(CompletableFuture::isDone);
        assertThat(asked).hasSize(2);
        asked.get(1).complete("new");
        assertThat(later).allSatisfy(answer -> assertThat(answer).isCompletedWithValue("new"));
        assertThat(asked).hasSize(2);
    }

    @Test
    void whoAcceptsARecentAnswerSharesItUntilItIsTooOld() {
        CompletableFuture<String> first = questions.askRecent("s");
        CompletableFuture<String> second = questions.askRecent("s");
        asked.get(0).complete("one");
        assertThat(List.of(first, second, questions.askRecent("s")))
                .allSatisfy(answer -> assertThat(answer).isCompletedWithValue("one"));
        assertThat(questions.askRecent("other")).isNotDone();
        assertThat(asked).hasSize(2);
        now += AGE.toNanos();
        assertThat(questions.askRecent("s")).isNotDone();
        assertThat(asked).hasSize(3);
    }

    @Test
    void aFailureAndALargeAnswerAreNotKept() {
        CompletableFuture<String> failed = questions.askRecent("s");
        asked.get(0).completeExceptionally(new IllegalStateException("no worker"));
        assertThat(failed).isCompletedExceptionally();
        CompletableFuture<String> large = questions.askRecent("s");
        asked.get(1).complete("a whole conversation");
        assertThat(large).isCompletedWithValue("a whole conversation");
        assertThat(questions.askRecent("s")).isNotDone();
        assertThat(asked).hasSize(3);
    }

    @Test
    void oneWhoStopsWaitingTakesTheAnswerFromNobody() {
        CompletableFuture<String> gone = questions.ask("s");
        CompletableFuture<String> stays = questions.askRecent("s");
        gone.cancel(false);
        asked.get(0).complete("one");
        assertThat(stays).isCompletedWithValue("one");
    }

    @Test
    void soManyAnswersAreKeptAndNoMore() {
        for (int i = 0; i < 1_000; i++) {
            questions.askRecent("s" + i);
            asked.get(i).complete("one");
        }
        int before = asked.size();
        for (int i = 0; i < 1_000; i++) {
            questions.askRecent("s" + i);
        }
        assertThat(asked.size() - before).isBetween(900, 1_000 - 1);
    }
}
