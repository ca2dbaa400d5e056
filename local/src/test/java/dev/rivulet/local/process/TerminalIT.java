package dev.rivulet.local.process;

import static dev.rivulet.testkit.wait.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.client.Prompt;
import dev.rivulet.client.RivuletClient;
import dev.rivulet.client.TurnEnd;
import dev.rivulet.client.TurnStream;
import dev.rivulet.local.stack.Stack;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.schemas.json.Json;
import dev.rivulet.testkit.llm.Fault;
import dev.rivulet.testkit.llm.LlmSimulator;
import dev.rivulet.testkit.llm.Script;
import dev.rivulet.testkit.llm.Scripts;
import dev.rivulet.testkit.llm.SimulatedRequest;
import dev.rivulet.testkit.process.JavaProcess;
import dev.rivulet.testkit.process.Pseudoterminal;
import dev.rivulet.testkit.process.SigintSupport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of a terminal as their users run them: processes, over one stack that runs. */
class TerminalIT {

    /** A prompt whose answer takes longer than any test. */
    private static final String ENDLESS = "go on and on";
    private static final String DRIP = "drop ";
    private static final String GREET = "greet";
    private static final String FRAGILE = "break off";
    /** A prompt whose answer attacks the terminal. */
    private static final String HOSTILE = "be hostile";
    private static final String ATTACK = "red \u001b[31mred\u001b[0m \u009b2J title \u001b]0;owned\u0007 end";

    private static LlmSimulator llm;
    private static Stack stack;
    private static RivuletClient elsewhere;

    @TempDir
    Path logs;

    @BeforeAll
    static void start() throws InterruptedException {
        llm = LlmSimulator.start();
        Function<SimulatedRequest, Script> echo = Scripts.echoConversation();
        llm.script(request -> switch (request.prompt()) {
            case ENDLESS -> Script.of(DRIP.repeat(10_000)).withTiming(Duration.ZERO, Duration.ofMillis(20));
            case HOSTILE -> Script.of(ATTACK);
            case GREET -> Script.of("Grüße, 河川 \uD83C\uDF0A");
            case FRAGILE -> Script.failing(new Fault.CutAfter(3));
            default -> echo.apply(request);
        });
        stack = Stack.start(Config.of(Map.of(), Map.of("rivulet.provider.base-url", llm.baseUrl(),
                "rivulet.provider.name", "simulator", "rivulet.http.port", "0")), Optional.empty());
        elsewhere = RivuletClient.of(stack.url().toString());
    }

    @AfterAll
    static void stop() {
        elsewhere.close();
        stack.close();
        llm.close();
    }

    @Test
    void anAnswerIsTheOutputAndAnErrorKeepsWhatCameAndExitsWithOne() {
        try (JavaProcess whole = RivuletCommand.start(logs, environment(), "ask", GREET);
                JavaProcess broken = RivuletCommand.start(logs, environment(), "ask", FRAGILE)) {
            assertThat(ended(whole)).as(whole.err()).isZero();
            assertThat(whole.out()).isEqualTo("Grüße, 河川 \uD83C\uDF0A\n");
            assertThat(ended(broken)).isEqualTo(1);
            assertThat(broken.out()).isEqualTo("one two three\n");
            assertThat(broken.err()).contains("upstream_truncated");
        }
    }

    @Test
    void aPipedChatHasAnAnswerForEachLineAndRemembersTheConversation() {
        try (Dialogue chat = RivuletCommand.talk(logs, environment(), "chat", "--session", "piped")) {
            chat.say("first\n\nsecond\n").hangUp();
            assertThat(chat.toItsEnd()).isEqualTo("turn 1 | user: first\n"
                    + "turn 2 | user: first | assistant: turn 1 | user: second\n");
            assertThat(ended(chat.process())).as(chat.process().err()).isZero();
            assertThat(chat.process().err()).contains("stop after").contains("./rivulet chat --session piped");
        }
        try (Dialogue later = RivuletCommand.talk(logs, environment(), "chat", "--session", "piped")) {
            later.say("third\n").hangUp();
            assertThat(later.toItsEnd()).startsWith("turn 3 | user: first | assistant: turn 1 | user: second | ");
            assertThat(later.process().err()).contains("2 turns so far");
        }
    }

    @Test
    void controlCStopsTheAnswerAndTheChatGoesOn() {
        assumeTrue(SigintSupport.reachesChildren(), "SIGINT is ignored here, and cannot be heeded again");
        long closedBefore = llm.closedByClient();
        try (Dialogue chat = RivuletCommand.talk(logs, environment(), "chat", "--session", "stopped")) {
            chat.say(ENDLESS + "\n").awaitShown(DRIP.repeat(3));
            chat.process().interrupt();
            await().until(() -> chat.process().err().contains("cancelled after"));
            chat.say("still there?\n").awaitShown("turn 2 | user: " + ENDLESS + " | assistant: drop drop")
                    .awaitShown("user: still there?").hangUp();
            chat.toItsEnd();
            assertThat(ended(chat.process())).as(chat.process().err()).isZero();
            assertThat(llm.closedByClient()).isEqualTo(closedBefore + 1);
        }
    }

    @Test
    void controlCTwiceLeaves() {
        assumeTrue(SigintSupport.reachesChildren(), "SIGINT is ignored here, and cannot be heeded again");
        try (Dialogue chat = RivuletCommand.talk(logs, environment(), "chat", "--session", "left")) {
            chat.say("hello\n").awaitShown("turn 1 | user: hello\n");
            await().until(() -> chat.process().err().contains("stop after"));
            chat.process().interrupt();
            assertThat(ended(chat.process())).as(chat.process().err()).isEqualTo(130);
        }
    }

    @Test
    void aTerminalHasColoursAStatusLineAndKeysAndNothingOfAnAttack() {
        assumeTrue(Pseudoterminal.available(), "there is no script(1) here");
        try (Dialogue chat = RivuletCommand.onTerminal(logs, environment("TERM", "xterm-256color"), "chat", "--session",
                "seen")) {
            chat.awaitShown("> ").say(ENDLESS + Dialogue.ENTER).awaitShown("first token after").awaitShown(DRIP)
                    .say(Dialogue.CTRL_C).awaitShown("cancelled after").awaitShown("> ")
                    .say(HOSTILE + Dialogue.ENTER).awaitShown("red [31mred[0m 2J title ]0;owned end")
                    .awaitShown("stop after").awaitShown("> ").say(Dialogue.CTRL_D);
            String shown = chat.toItsEnd();
            assertThat(shown).contains("\u001b[36;1m> \u001b[0m").contains("\u001b[90mSession seen.")
                    .doesNotContain("\u001b[31m", "\u001b]0;owned", "\u009b").contains("./rivulet watch seen");
            assertThat(ended(chat.process())).isZero();
        }
    }

    @Test
    void aTerminalWithoutColoursIsLeftWithoutThem() {
        assumeTrue(Pseudoterminal.available(), "there is no script(1) here");
        try (Dialogue topics = RivuletCommand.onTerminal(logs, environment("TERM", "dumb"), "topics")) {
            assertThat(topics.toItsEnd()).contains("prompt-requests").doesNotContain("\u001b");
        }
        try (Dialogue topics = RivuletCommand.onTerminal(logs, environment("TERM", "xterm"), "topics")) {
            assertThat(topics.toItsEnd()).contains("\u001b[1mtopic ");
        }
    }

    @Test
    void watchSeesTurnsThatAreAskedElsewhereAndCancelStopsOne() throws IOException {
        try (JavaProcess watch = RivuletCommand.start(logs, environment(), "watch", "followed");
                JavaProcess json = RivuletCommand.start(logs, environment(), "watch", "followed", "--json")) {
            await().until(() -> json.out().contains("\"event\":\"session\"")
                    && watch.err().contains("Watching session followed."));
            elsewhere.ask("followed", "hello");
            try (TurnStream turn = elsewhere.stream("followed", Prompt.of(ENDLESS))) {
                await().until(() -> json.out().contains(DRIP));
                try (JavaProcess cancel = RivuletCommand.start(logs, environment(), "cancel", "followed")) {
                    assertThat(ended(cancel)).as(cancel.err()).isZero();
                    assertThat(cancel.out()).isEqualTo("cancelling " + turn.turnId() + "\n");
                }
                assertThat(turn.end()).isInstanceOf(TurnEnd.Cancelled.class);
                await().until(() -> watch.out().contains("cancelled after")
                        && json.out().contains("\"finishReason\":\"cancelled\""));
                assertThat(watch.out()).startsWith("> hello\nturn 1 | user: hello\nstop after ").contains(
                        "\n> " + ENDLESS + "\ndrop drop ");
                for (String line : json.out().split("\n")) {
                    assertThat(Json.MAPPER.readTree(line).path("event").asText()).isNotEmpty();
                }
            }
        }
        try (JavaProcess nothing = RivuletCommand.start(logs, environment(), "cancel", "followed")) {
            assertThat(ended(nothing)).isEqualTo(1);
            assertThat(nothing.err()).contains("Nothing runs in session followed.");
        }
    }

    @Test
    void topicsCountsTheOpenTurnAndTheOneBehindIt() throws IOException {
        try (TurnStream open = elsewhere.stream("counted", Prompt.of(ENDLESS))) {
            String waiting = elsewhere.submit("counted", Prompt.of("later")).turnId();
            open.iterator().next();
            JsonNode report = topics();
            assertThat(report.at("/turns/open").asInt()).as(report.toString()).isEqualTo(1);
            assertThat(report.at("/turns/waiting").asInt()).isEqualTo(1);
            assertThat(report.at("/topics/0/records").asInt()).isPositive();
            assertThat(report.at("/topics/0/bytes").asInt()).isPositive();
            assertThat(report.at("/workers")).singleElement()
                    .satisfies(worker -> assertThat(worker.path("alive").asBoolean()).isTrue());
            elsewhere.cancel("counted", waiting);
            open.cancel();
            open.end();
        }
    }

    private JsonNode topics() throws IOException {
        try (JavaProcess topics = RivuletCommand.start(logs, environment(), "topics", "--json")) {
            assertThat(ended(topics)).as(topics.err()).isZero();
            return Json.MAPPER.readTree(topics.out());
        }
    }

    private static int ended(JavaProcess process) {
        await().until(() -> !process.alive());
        return process.exitStatus();
    }

    private static Map<String, String> environment(String... more) {
        Map<String, String> all = new HashMap<>(Map.of("RIVULET_URL", stack.url().toString(),
                "KAFKA_BOOTSTRAP_SERVERS", stack.bootstrapServers()));
        for (int i = 0; i < more.length; i += 2) {
            all.put(more[i], more[i + 1]);
        }
        return all;
    }
}
