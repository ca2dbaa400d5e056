package dev.rivulet.testkit.llm;

import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code POST /v1/chat/completions} on one event loop: chooses a script and starts the response. */
final class ChatEndpoint {

    private final SimulatorConfig config;
    private final Supplier<Function<SimulatedRequest, Script>> scripts;
    private final CompletionLog log;
    private final Context context;
    private final TimerWheel timer;

    ChatEndpoint(SimulatorConfig config, Supplier<Function<SimulatedRequest, Script>> scripts, CompletionLog log,
            Context context) {
        this.config = config;
        this.scripts = scripts;
        this.log = log;
        this.context = context;
        this.timer = new TimerWheel(context.owner());
    }

    /** @throws ErrorResponse if the request is answered with an error */
    void handle(HttpServerRequest http, String body) {
        SimulatedRequest request = RequestReader.read(body, http.getHeader("Authorization") != null,
                config.continues());
        if (!config.knows().test(request.model())) {
            throw ErrorResponse.unknownModel(request.model());
        }
        Script script = choose(request);
        CompletionLog.Entry entry = log.begin(request);
        http.response().closeHandler(closed -> entry.end(Ending.CLOSED_BY_CLIENT));
        switch (script.fault()) {
            case Fault.Refuse refuse -> {
                entry.end(Ending.FAULT);
                http.connection().close();
            }
            case Fault.Status status -> {
                entry.end(Ending.FAULT);
                status.retryAfter().ifPresent(
                        wait -> http.response().putHeader("Retry-After", Long.toString(wait.toSeconds())));
                throw ErrorResponse.of(status);
            }
            case Fault.StallBeforeHeaders stall -> {
                // Ends when the client disconnects.
            }
            case Fault.StallAfterHeaders stall -> prepared(http.response(), request).setChunked(true).writeHead();
            default -> answer(http, Completion.of(request, script), entry);
        }
    }

    private Script choose(SimulatedRequest request) {
        try {
            return scripts.get().apply(request);
        } catch (RuntimeException e) {
            throw ErrorResponse.brokenScript(e);
        }
    }

    private void answer(HttpServerRequest http, Completion completion, CompletionLog.Entry entry) {
        HttpServerResponse response = prepared(http.response(), completion.request());
        Script script = completion.script();
        long wait = script.firstTokenAfter().toNanos();
        TimerWheel.Entry answer;
        if (!completion.request().stream()) {
            answer = new JsonResponse(http.connection(), response, completion, entry);
            wait += script.gap().toNanos() * Math.max(0, completion.length() - 1);
        } else if (script.fault() instanceof Fault.Drip drip) {
            answer = new DrippedResponse(response, timer, completion, drip, entry);
        } else {
            answer = new StreamedResponse(http.connection(), response, context, timer, completion, entry,
                    System.nanoTime() + wait);
        }
        if (wait == 0) {
            answer.fire();
        } else {
            timer.schedule(answer, System.nanoTime() + wait);
        }
    }

    private static HttpServerResponse prepared(HttpServerResponse response, SimulatedRequest request) {
        response.putHeader("Content-Type", request.stream() ? "text/event-stream; charset=utf-8" : "application/json");
        if (request.stream()) {
            response.putHeader("Cache-Control", "no-cache").setChunked(true);
        }
        return response;
    }
}
