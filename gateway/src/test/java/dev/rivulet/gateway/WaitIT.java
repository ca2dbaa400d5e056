package dev.rivulet.gateway;

import static dev.rivulet.gateway.Streams.session;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rivulet.schemas.command.PromptRequested;
import dev.rivulet.schemas.event.Delta;
import dev.rivulet.testkit.wait.Waiting;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that want the whole turn in one response, and wait for it. */
class WaitIT {

    @RegisterExtension
    static final GatewayExtension fixture = GatewayExtension
            .with(Map.of("rivulet.http.max-collected-text", "10k")).onPrompt(WaitIT::answer);

    private static final TestGateway gateway = fixture.gateway();
    private static final FakeWorker worker = fixture.worker();

    private static void answer(FakeWorker self, PromptRequested prompt) {
        if (prompt.sessionId().value().startsWith("whole-")) {
            self.publish(prompt, Chunks.started(1), new Delta(1, 0, "all "), new Delta(1, 1, "of it"),
                    Chunks.done(1, 2, "stop", 9));
        } else if (prompt.sessionId().value().startsWith("half-")) {
            self.publish(prompt, Chunks.started(1), new Delta(1, 0, "half"));
        } else if (prompt.sessionId().value().startsWith("long-") || "long".equals(prompt.options().model())) {
            self.publish(prompt, Chunks.started(1), new Delta(1, 0, "x".repeat(4_000)),
                    new Delta(1, 1, "x".repeat(4_000)), Chunks.done(1, 2, "stop", 8_000));
        }
    }

    @Test
    void whoeverWaitsIsAnsweredWithTheWholeTurn() {
        String session = "whole-" + session();
        HttpResponse<String> response = ask(session, "30s");
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode turn = TestGateway.tree(response);
        assertThat(turn.path("status").asText()).isEqualTo("done");
        assertThat(turn.path("text").asText()).isEqualTo("all of it");
        assertThat(turn.path("finishReason").asText()).isEqualTo("stop");
        assertThat(response.headers().firstValue("Location"))
                .contains("/v1/sessions/" + session + "/turns/" + turn.path("turnId").asText());
        assertThat(turn).isEqualTo(gateway.snapshot(session, turn.path("turnId").asText()));
    }

    @Test
    void whoeverHasWaitedLongEnoughIsToldHowFarTheTurnIsByThen() {
        String session = "half-" + session();
        HttpResponse<String> response = ask(session, "1ms");
        assertThat(response.statusCode()).isEqualTo(202);
        JsonNode turn = TestGateway.tree(response);
        assertThat(turn.path("status").asText()).isIn("queued", "running");
        String path = "/v1/sessions/" + session + "/turns/" + turn.path("turnId").asText();
        assertThat(response.headers().firstValue("Location")).contains(path);
        HttpResponse<String> again = gateway.get(path + "?wait=500ms");
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(TestGateway.tree(again).path("status").asText()).isEqualTo("running");
        assertThat(TestGateway.tree(again).path("text").asText()).isEqualTo("half");
    }

    /** In a gateway that may collect 5,000 characters. */
    @Test
    void aTurnThatHasNoRoomIsAnsweredAsItIsByThenAndTakesNoneFromOthers() {
        HttpResponse<String> response = ask("long-" + session(), "30s");
        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(TestGateway.tree(response).path("status").asText()).isEqualTo("running");
        HttpResponse<String> chat = gateway.post("/v1/chat/completions",
                "{\"model\":\"long\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");
        assertThat(chat.statusCode()).isEqualTo(503);
        assertThat(TestGateway.tree(chat).path("error").path("code").asText()).isEqualTo("overloaded");
        assertThat(ask("whole-" + session(), "30s").statusCode()).isEqualTo(200);
    }

    @Test
    void aTurnThatIsThereAlreadyCanBeWaitedFor() throws Exception {
        String session = session();
        String turn = gateway.submit(session);
        CompletableFuture<HttpResponse<String>> waiting = CompletableFuture
                .supplyAsync(() -> gateway.get("/v1/sessions/" + session + "/turns/" + turn + "?wait=30s"));
        worker.answer(session, turn, "late", " but whole");
        JsonNode ended = TestGateway.tree(waiting.get(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS));
        assertThat(ended.path("status").asText()).isEqualTo("done");
        assertThat(ended.path("text").asText()).isEqualTo("late but whole");
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "5", "-1s", "61s"})
    void aWaitThatIsNoTimeOrTooLongIsAProblem(String wait) {
        HttpResponse<String> response = ask(session(), wait);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(TestGateway.tree(response).path("field").asText()).isEqualTo("wait");
    }

    private static HttpResponse<String> ask(String session, String wait) {
        return gateway.post("/v1/sessions/" + session + "/turns?wait=" + wait, "{\"prompt\":\"hello\"}");
    }
}
