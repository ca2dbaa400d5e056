package dev.rivulet.client;

import static dev.rivulet.client.ScriptedServer.delta;
import static dev.rivulet.client.ScriptedServer.done;
import static dev.rivulet.client.ScriptedServer.drop;
import static dev.rivulet.client.ScriptedServer.event;
import static dev.rivulet.client.ScriptedServer.events;
import static dev.rivulet.client.ScriptedServer.problem;
import static dev.rivulet.client.ScriptedServer.raw;
import static dev.rivulet.client.ScriptedServer.started;
import static dev.rivulet.client.ScriptedServer.status;
import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams whose connections are lost: no event is missing or repeated, and there is one turn. */
@Timeout(30)
class ResumeTest {

    @Test
    void aLostConnectionIsResumedFromTheNewestEvent() throws IOException {
        try (ScriptedServer server = new ScriptedServer(events(started(1), delta(1, 0, "one ")),
                events(delta(1, 1, "two "), delta(1, 2, "three"), done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.stream("s", "hi")) {
            assertThat(stream.text()).isEqualTo("one two three");
            assertThat(server.requests()).hasSize(2);
            ScriptedServer.Request second = server.requests().get(1);
            assertThat(second.method()).isEqualTo("GET");
            assertThat(second.path()).isEqualTo("/v1/sessions/s/turns/" + ScriptedServer.TURN + "/events");
            assertThat(second.header("Last-Event-ID")).isEqualTo("d1.0");
        }
    }

    @Test
    void anEmptyStreamIsNoEndButAGatewayToComeBackTo() throws IOException {
        String later = ": kafka_unavailable: Kafka does not answer; try again in a moment.\nretry: 5\n\n";
        try (ScriptedServer server = new ScriptedServer(events(started(1), delta(1, 0, "one ")), events(later),
                events(later), events(delta(1, 1, "two"), done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.stream("s", "hi")) {
            assertThat(stream.text()).isEqualTo("one two");
            assertThat(server.requests()).hasSize(4);
        }
        try (ScriptedServer server = new ScriptedServer(events(later), events(later), events(later), events(later));
                RivuletClient client = TestClients.impatient(server).maxTries(3).build();
                TurnStream stream = client.stream("s", "hi")) {
            assertThatThrownBy(stream::text).isInstanceOf(ConnectionLostException.class);
            assertThat(server.requests()).as("an empty stream is a failed try").hasSize(3);
        }
    }

    @Test
    void anEventThatIsCutOffCountsAsNeverSent() throws IOException {
        String second = delta(1, 1, "two");
        try (ScriptedServer server = new ScriptedServer()) {
            for (int cut = 1; cut < second.length(); cut++) {
                server.then(events(started(1), delta(1, 0, "one "), second.substring(0, cut)));
                server.then(events(second, done(1, "stop")));
            }
            try (RivuletClient client = TestClients.impatient(server).build()) {
                for (int cut = 1; cut < second.length(); cut++) {
                    try (TurnStream stream = client.stream("s", "hi")) {
                        assertThat(stream.text()).isEqualTo("one two");
                    }
                }
            }
            assertThat(server.requests()).filteredOn(request -> request.method().equals("GET"))
                    .allMatch(request -> request.header("Last-Event-ID").equals("d1.0")).hasSize(second.length() - 1);
        }
    }

    @Test
    void aPromptWhoseResponseIsLostIsTheSameTurnWhenItIsSentAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer(drop(), problem(503, "not_confirmed"),
                events(started(1), delta(1, 0, "once"), done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.stream("s", "hi")) {
            assertThat(stream.text()).isEqualTo("once");
            assertThat(server.requests()).hasSize(3).allMatch(request -> request.method().equals("POST"))
                    .extracting(request -> request.header("Idempotency-Key")).doesNotContainNull()
                    .containsOnly(server.requests().getFirst().header("Idempotency-Key"));
        }
    }

    @Test
    void eachUseOfAPromptIsATurnOfItsOwn() throws IOException {
        try (ScriptedServer server = new ScriptedServer(events(started(1)), events(started(1)));
                RivuletClient client = TestClients.impatient(server).build()) {
            Prompt prompt = Prompt.of("hi");
            client.stream("s", prompt).close();
            client.stream("s", prompt).close();
            assertThat(server.requests()).extracting(request -> request.header("Idempotency-Key"))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aTurnThatIsKnownByItsHeadersOnlyIsReadFromItsBeginning() throws IOException {
        try (ScriptedServer server = new ScriptedServer(events(), events(started(1), done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.stream("s", "hi")) {
            assertThat(stream.finishReason()).isEqualTo("stop");
            assertThat(server.requests().get(1).method()).isEqualTo("GET");
            assertThat(server.requests().get(1).header("Last-Event-ID")).isNull();
        }
    }

    @Test
    void theNextGatewayGoesOnWhereOneWasLost() throws IOException {
        ScriptedServer gone = new ScriptedServer();
        gone.close();
        try (ScriptedServer one = new ScriptedServer(events(started(1), delta(1, 0, "one ")));
                ScriptedServer two = new ScriptedServer(events(delta(1, 1, "two"), done(1, "stop")));
                RivuletClient client = TestClients.impatient(gone, one, two).build();
                TurnStream stream = client.stream("s", "hi")) {
            assertThat(stream.text()).isEqualTo("one two");
            assertThat(one.requests()).hasSize(1);
            assertThat(two.requests()).singleElement()
                    .satisfies(request -> assertThat(request.header("Last-Event-ID")).isEqualTo("d1.0"));
        }
    }

    @Test
    void aGatewayThatWorkedIsAskedFirstTheNextTime() throws IOException {
        try (ScriptedServer broken = new ScriptedServer();
                ScriptedServer sound = new ScriptedServer(events(started(1), done(1, "stop")),
                        events(started(1), done(1, "stop")));
                RivuletClient client = TestClients.impatient(broken, sound).build()) {
            client.stream("s", "one").end();
            client.stream("s", "two").end();
            assertThat(broken.requests()).hasSize(1);
            assertThat(sound.requests()).hasSize(2);
        }
    }

    @Test
    void aServersWishesAboutTheNextTryAreKept() throws IOException {
        List<Retry> retries = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = new ScriptedServer(events(started(1), "retry: 300\n\n"),
                status(503, "Retry-After: 1\r\n", ""),
                status(429, "Retry-After: Sun, 22 Nov 2026 00:00:00 GMT\r\n", ""),
                events(done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).onRetry(retries::add).build();
                TurnStream stream = client.stream("s", "hi")) {
            assertThat(stream.finishReason()).isEqualTo("stop");
        }
        assertThat(retries).extracting(Retry::failures).containsExactly(1, 2, 3);
        assertThat(retries.get(0).pause()).isBetween(Duration.ofMillis(250), Duration.ofMillis(300));
        assertThat(retries.get(1).pause()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(1));
        assertThat(retries.get(2).pause()).isLessThanOrEqualTo(Duration.ofMillis(5));
    }

    @Test
    void aGatewayThatWantsToBeLeftAloneIsNotWaitedForWhileThereIsAnother() throws IOException {
        List<Retry> retries = new CopyOnWriteArrayList<>();
        try (ScriptedServer leaving = new ScriptedServer(events(started(1), "retry: 60000\n\n"));
                ScriptedServer other = new ScriptedServer(drop(), events(done(1, "stop")));
                RivuletClient client = TestClients.impatient(leaving, other).onRetry(retries::add).build();
                TurnStream stream = client.stream("s", "hi")) {
            assertThat(stream.finishReason()).isEqualTo("stop");
            assertThat(leaving.requests()).hasSize(1);
            assertThat(other.requests()).hasSize(2);
        }
        assertThat(retries).allMatch(retry -> retry.pause().compareTo(Duration.ofMillis(5)) <= 0);
    }

    @Test
    void aConnectionIsGivenUpAfterSoManyFailuresInARowAndWhatCameIsKept() throws IOException {
        try (ScriptedServer server = new ScriptedServer(events(started(1)), events(delta(1, 0, "a")),
                events(delta(1, 1, "b")), events(delta(1, 2, "c")), events(delta(1, 3, "d")), problem(503, "x"),
                problem(502, "x"), problem(500, "x"));
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.stream("s", "hi")) {
            ConnectionLostException lost = catchThrowableOfType(ConnectionLostException.class, stream::end);
            assertThat(lost.tries()).isEqualTo(4);
            assertThat(lost.partialText()).isEqualTo("abcd");
            assertThat(lost.bookmark().orElseThrow().cursor()).isEqualTo("d1.3");
            // Five that delivered an event, the last of which was lost as well, and three that failed.
            assertThat(server.requests()).hasSize(8);
        }
    }

    @Test
    void whatKeepsFailingBeforeItBeginsIsGivenUpToo() throws IOException {
        try (ScriptedServer server = new ScriptedServer();
                RivuletClient client = TestClients.impatient(server).build()) {
            assertThatThrownBy(() -> client.stream("s", "hi")).isInstanceOf(ConnectionLostException.class);
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    void aRefusalIsNotRepeated() throws IOException {
        try (ScriptedServer server = new ScriptedServer(problem(400, "missing_prompt"));
                RivuletClient client = TestClients.impatient(server).build()) {
            assertThatThrownBy(() -> client.stream("s", "hi")).isInstanceOf(RequestRefusedException.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aConnectionThatSaysNothingAtAllIsLost() throws IOException {
        try (ScriptedServer server = new ScriptedServer()) {
            server.then(server.eventsThenSilence(started(1), delta(1, 0, "one ")));
            server.then(events(delta(1, 1, "two"), done(1, "stop")));
            try (RivuletClient client = TestClients.impatient(server).silenceLimit(Duration.ofMillis(200)).build();
                    TurnStream stream = client.stream("s", "hi")) {
                assertThat(stream.text()).isEqualTo("one two");
            }
        }
    }

    @Test
    void commentsKeepASilentStreamAlive() throws IOException {
        Duration limit = Duration.ofMillis(400);
        ScriptedServer.Response slow = response -> {
            events(started(1)).to(response);
            long lastEvent = System.nanoTime();
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                raw(":\n\n").to(response);
                response.flush();
                return System.nanoTime() - lastEvent > limit.plusMillis(100).toNanos();
            });
            raw(done(1, "stop")).to(response);
        };
        try (ScriptedServer server = new ScriptedServer(slow);
                RivuletClient client = TestClients.impatient(server).silenceLimit(limit).build();
                TurnStream stream = client.stream("s", "hi")) {
            assertThat(stream.finishReason()).isEqualTo("stop");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aGatewayThatDoesNotAnswerIsLeftForTheNext() throws IOException {
        try (ScriptedServer mute = new ScriptedServer();
                ScriptedServer sound = new ScriptedServer(events(started(1), done(1, "stop")))) {
            mute.then(mute.silence());
            try (RivuletClient client = TestClients.impatient(mute, sound).responseTimeout(Duration.ofMillis(200))
                    .build();
                    TurnStream stream = client.stream("s", "hi")) {
                assertThat(stream.finishReason()).isEqualTo("stop");
            }
        }
    }

    @Test
    void whatMakesNoSenseIsAskedForAgain() throws IOException {
        try (ScriptedServer server = new ScriptedServer(events(started(1), event("x", "delta", "{\"attempt\":1,\"se")),
                status(200, "Content-Type: text/html\r\n", "<html>"), events(event("y", "delta", "{\"attempt\":1}")),
                events(delta(1, 0, "sense"), done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.stream("s", "hi")) {
            assertThat(stream.text()).isEqualTo("sense");
            assertThat(server.requests().subList(1, 4)).extracting(request -> request.header("Last-Event-ID"))
                    .containsOnly("s1");
        }
    }

    @Test
    void aBookmarkIsResumedElsewhereAndARestartAfterItIsShown() throws IOException {
        Bookmark bookmark = new Bookmark("s", ScriptedServer.TURN, "d1.0");
        try (ScriptedServer server = new ScriptedServer(
                events(delta(1, 1, "b"), started(2), delta(2, 0, "c"), done(2, "stop")),
                events(started(2), done(2, "stop")));
                RivuletClient client = TestClients.impatient(server).build()) {
            List<Chunk> chunks = new ArrayList<>();
            try (TurnStream stream = client.resume(bookmark, ReadOptions.DEFAULTS)) {
                stream.forEach(chunks::add);
            }
            assertThat(chunks).containsExactly(new Chunk.Text(1, 1, "b"), new Chunk.Restarted(2, "m", "p"),
                    new Chunk.Text(2, 0, "c"));
            try (TurnStream stream = client.resume(bookmark, ReadOptions.DEFAULTS)) {
                assertThat(TestClients.read(stream)).containsExactly(new Chunk.Restarted(2, "m", "p"));
            }
        }
    }

    @Test
    void aShapeIsAskedForOnEveryConnection() throws IOException {
        ReadOptions options = ReadOptions.DEFAULTS.granularity(Granularity.JSON).withEveryEvent();
        try (ScriptedServer server = new ScriptedServer(events(), events(started(1)), events(done(1, "stop")));
                RivuletClient client = TestClients.impatient(server).build();
                TurnStream stream = client.join("s", "t", options)) {
            assertThat(stream.finishReason()).isEqualTo("stop");
            String path = "/v1/sessions/s/turns/t/events?granularity=json";
            assertThat(server.requests()).extracting(ScriptedServer.Request::path)
                    .containsExactly(path + "&from=start", path + "&from=start", path);
        }
    }
}
