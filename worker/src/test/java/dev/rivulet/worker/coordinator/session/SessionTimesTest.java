package dev.rivulet.worker.coordinator.session;

import static dev.rivulet.worker.coordinator.session.SessionScript.LIMITS;
import static dev.rivulet.worker.coordinator.session.SessionScript.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.Timings;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.OnInterruption;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.command.TurnOptions;
import dev.rivulet.schemas.command.WhenBusy;
import dev.rivulet.schemas.event.ChunkEvent;
import dev.rivulet.schemas.event.Done;
import dev.rivulet.schemas.event.TurnError;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.result.TurnFinished;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Readers of a turn get the times that its result has, which are those of past turns, however it ends. */
class SessionTimesTest {

    private static final TurnOptions REJECT = new TurnOptions(null, null, null, null, WhenBusy.REJECT, null, null);
    private static final TurnOptions ONCE = new TurnOptions(null, null, null, null, null, OnInterruption.FAIL, null);

    private SessionScript session = new SessionScript();

    @Test
    void ofATurnThatFailed() {
        session.prompt("hi");

        TurnFinished result = session.end(Outcome.failed(ErrorCode.IDLE_TIMEOUT, "slow"), "par");

        assertThat(times()).containsExactly(result.timings());
    }

    @Test
    void ofATurnThatFailedInAWayOfALaterVersion() {
        session.prompt("hi");

        TurnFinished result = session.end(new Outcome.Unknown("paused"), "par");

        assertThat(times()).containsExactly(result.timings());
    }

    @Test
    void ofATurnThatWasRejected() {
        session.prompt("1");
        PromptRequested late = prompt("2", REJECT);
        session.passes(Duration.ofMillis(30));
        session.send(late);

        assertThat(timesOfReports()).containsExactly(waited(30));
    }

    @Test
    void ofATurnForWhichTheQueueHadNoRoom() {
        session.prompt("1");
        IntStream.range(0, LIMITS.queuedTurns()).forEach(i -> session.prompt("q" + i));
        PromptRequested late = prompt("too many", TurnOptions.NONE);
        session.passes(Duration.ofMillis(40));
        session.send(late);

        assertThat(timesOfReports()).containsExactly(waited(40));
    }

    @Test
    void ofATurnThatWaitedTooLong() {
        session.prompt("1");
        session.prompt("2");
        long tooLong = LIMITS.queueTimeout().toMillis() + 1;
        session.passes(Duration.ofMillis(tooLong));
        session.sweep(turn -> false);

        assertThat(timesOfReports()).containsExactly(waited(tooLong));
    }

    @Test
    void ofATurnThatWasStoppedWhileItWaited() {
        session.prompt("1");
        TurnId waits = session.prompt("2");
        session.passes(Duration.ofMillis(50));
        session.cancel(waits);

        assertThat(timesOfReports()).containsExactly(waited(50));
    }

    @Test
    void ofATurnWhoseWorkerWasLost() {
        session.prompt("1", ONCE);
        session.passes(Duration.ofMillis(60));
        session.sweep(turn -> true);

        assertThat(timesOfReports()).containsExactly(waited(60));
    }

    @Test
    void ofATurnFromAClockThatIsAheadAreNotKnown() {
        PromptRequested ahead = prompt("1", REJECT);
        session.passes(Duration.ofMinutes(-1));
        session.prompt("2");
        session.send(ahead);

        assertThat(session.reports()).extracting(TurnFinished::timings).containsExactly(Timings.UNKNOWN);
        session.echo();
        assertThat(times()).containsExactly((Timings) null);
    }

    /** A crash can lose the state and keep the result: the prompt is read again, and the result written again. */
    @Test
    void ofAResultThatIsWrittenTwiceAreThoseOfTheFirst() {
        session.prompt("1");
        PromptRequested late = prompt("2", REJECT);
        SessionScript crashed = session.movedTo("worker-2");
        session.passes(Duration.ofMillis(20));
        session.send(late);
        TurnFinished first = session.reports().getFirst();
        crashed.passes(Duration.ofSeconds(5));
        crashed.send(late);
        TurnFinished second = crashed.reports().getFirst();
        assertThat(second.timings()).isNotEqualTo(first.timings());

        crashed.finish(first);
        assertThat(crashed.published()).containsExactly(first.terminal());
        assertThat(crashed.index).isEqualTo(Transition.IndexChange.ADD);

        crashed.finish(second);
        assertThat(crashed.published()).containsExactly(first.terminal());
        assertThat(crashed.index).isEqualTo(Transition.IndexChange.NONE);
    }

    @Test
    void ofATurnWhoseEndAnEarlierVersionStoredAreThoseOfItsResult() {
        session.prompt("1");
        PromptRequested late = prompt("2", REJECT);
        session.passes(Duration.ofMillis(70));
        session.send(late);
        TurnFinished result = session.reports().getFirst();
        session = session.movedTo("worker-2",
                new Session(session.session.active(), asStoredBefore(session.session.conversation())));

        session.finish(result);

        assertThat(times()).containsExactly(waited(70));
        assertThat(session.index).as("it is among the past turns").isEqualTo(Transition.IndexChange.ADD);
        session.send(late);
        assertThat(times()).as("its prompt is replayed").containsExactly(waited(70));
    }

    /** Errors had no times. */
    private static Conversation asStoredBefore(Conversation conversation) {
        ObjectNode stored = Json.MAPPER.valueToTree(conversation);
        List<ObjectNode> ends = stored.findParents("timings").stream().map(ObjectNode.class::cast).toList();
        assertThat(ends).extracting(end -> end.path("type").asText()).containsOnly("error");
        ends.forEach(end -> end.remove("timings"));
        return Json.readStored(Json.write(stored), Conversation.class);
    }

    private PromptRequested prompt(String words, TurnOptions options) {
        return PromptRequested.ofPrompt(SESSION, session.mint(), words, options);
    }

    private static Timings waited(long ms) {
        return new Timings(ms, null, ms);
    }

    /** The times in the results that the coordinator writes, which its readers get when it has read them. */
    private List<Timings> timesOfReports() {
        List<Timings> written = session.reports().stream().map(TurnFinished::timings).toList();
        session.echo();
        assertThat(times()).isEqualTo(written);
        return written;
    }

    private List<Timings> times() {
        return session.published().stream().map(SessionTimesTest::times).toList();
    }

    private static Timings times(ChunkEvent.Terminal end) {
        return switch (end) {
            case Done done -> done.timings();
            case TurnError error -> error.timings();
        };
    }
}
