package dev.rivulet.testkit.llm;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;

/** A completion as one JSON body, sent when its last token is due. */
final class JsonResponse extends TimerWheel.Entry {

    private final HttpConnection connection;
    private final HttpServerResponse response;
    private final Completion completion;
    private final CompletionLog.Entry entry;

    JsonResponse(HttpConnection connection, HttpServerResponse response, Completion completion,
            CompletionLog.Entry entry) {
        this.connection = connection;
        this.response = response;
        this.completion = completion;
        this.entry = entry;
    }

    @Override
    void fire() {
        if (entry.isOver()) {
            return;
        }
        String json = json();
        switch (completion.script().fault()) {
            case Fault.StallAfter stall -> response.setChunked(true).writeHead();
            case Fault.CutAfter cut -> cut(json);
            case Fault.EndAfter end -> cut(json);
            case Fault.MalformedAfter malformed -> send(json.substring(0, json.length() / 2), Ending.FAULT);
            default -> send(json, Ending.COMPLETED);
        }
    }

    private void send(String json, Ending ending) {
        entry.end(ending);
        response.end(json);
    }

    /** Announces a longer body than is sent: the only way for a body that is not streamed to end early. */
    private void cut(String json) {
        entry.end(Ending.FAULT);
        response.setChunked(false).putHeader("Content-Length", Integer.toString(json.length() * 4));
        response.write(json).onComplete(written -> connection.close());
    }

    private String json() {
        StringBuilder text = new StringBuilder();
        for (int token = 0; token < completion.length(); token++) {
            text.append(completion.tokens().token(token));
            entry.token();
        }
        SimulatedRequest request = completion.request();
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("id", completion.id()).put("object", "chat.completion").put("created", completion.created());
        root.put("model", request.model()).put("system_fingerprint", "fp_simulator");
        ObjectNode choice = root.putArray("choices").addObject().put("index", 0);
        choice.putObject("message").put("role", "assistant").put("content", text.toString()).putNull("refusal");
        choice.putNull("logprobs").put("finish_reason", completion.finishReason());
        root.putObject("usage").put("prompt_tokens", request.promptTokens())
                .put("completion_tokens", completion.length())
                .put("total_tokens", request.promptTokens() + completion.length());
        return root.toString();
    }
}
