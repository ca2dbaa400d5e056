package dev.rivulet.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * A prompt and the options of its turn. Immutable: each method returns a copy. Options that are not set use the
 * server's defaults.
 */
public final class Prompt {

    private final Map<String, Object> fields;
    private final String idempotencyKey;

    private Prompt(Map<String, Object> fields, String idempotencyKey) {
        this.fields = fields;
        this.idempotencyKey = idempotencyKey;
    }

    /** A user message. The model gets it after the conversation of the session. */
    public static Prompt of(String prompt) {
        return new Prompt(Map.of("prompt", Objects.requireNonNull(prompt, "prompt")), null);
    }

    /** A whole conversation. It replaces that of the session. */
    public static Prompt ofMessages(List<Message> messages) {
        return new Prompt(Map.of("messages", List.copyOf(messages)), null);
    }

    public Prompt model(String name) {
        return with("model", name);
    }

    /** The maximum number of tokens of the answer. */
    public Prompt maxTokens(int tokens) {
        return with("maxTokens", tokens);
    }

    /** From 0 to 2. */
    public Prompt temperature(double temperature) {
        return with("temperature", temperature);
    }

    /** The system prompt. It applies to the session until another turn sets one. */
    public Prompt system(String prompt) {
        return with("system", prompt);
    }

    /**
     * What else the model is told, such as {@code response_format}, {@code stop} or {@code reasoning_effort}: names and
     * values as in OpenAI's chat completions. One that cannot be honoured is refused, or ends the turn as {@code
     * unsupported_option}. A second call replaces the options of the first.
     *
     * @param options values that Jackson writes as JSON, such as maps, lists and strings
     */
    public Prompt modelOptions(Map<String, ?> options) {
        return with("modelOptions", Map.copyOf(options));
    }

    public Prompt whenBusy(WhenBusy policy) {
        return with("whenBusy", policy.wire());
    }

    public Prompt onInterruption(OnInterruption policy) {
        return with("onInterruption", policy.wire());
    }

    public Prompt onDisconnect(OnDisconnect policy) {
        return with("onDisconnect", policy.wire());
    }

    /** How many attempts the turn may have, including the first. */
    public Prompt maxAttempts(int attempts) {
        return with("maxAttempts", attempts);
    }

    /** How long the turn may wait for an attempt to start. */
    public Prompt queueTimeout(Duration limit) {
        return timeout("queueMs", limit);
    }

    /** How long the provider may take until its first token. */
    public Prompt firstTokenTimeout(Duration limit) {
        return timeout("firstTokenMs", limit);
    }

    /** How long the provider may pause between two tokens. */
    public Prompt idleTimeout(Duration limit) {
        return timeout("idleMs", limit);
    }

    /** How long an attempt may take in total. */
    public Prompt totalTimeout(Duration limit) {
        return timeout("totalMs", limit);
    }

    /**
     * Makes repeated prompts one turn: prompts with the same key in the same session are the same turn and one call to
     * the provider, even if different processes send them. Without a key each use of this prompt is a new turn; the
     * client then generates a key for each, so that it can safely repeat a request whose response was lost.
     */
    public Prompt idempotencyKey(String key) {
        return new Prompt(fields, Objects.requireNonNull(key, "key"));
    }

    private Prompt timeout(String name, Duration limit) {
        Map<Object, Object> all = new LinkedHashMap<>((Map<?, ?>) fields.getOrDefault("timeouts", Map.of()));
        all.put(name, limit.toMillis());
        return with("timeouts", all);
    }

    private Prompt with(String name, Object value) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put(name, Objects.requireNonNull(value, name));
        return new Prompt(all, idempotencyKey);
    }

    byte[] json() {
        return JsonCodec.write(fields);
    }

    String keyOrNew() {
        return idempotencyKey == null ? UUID.randomUUID().toString() : idempotencyKey;
    }

    /** Omits the texts, so that it is safe to log. */
    @Override
    public String toString() {
        return "Prompt" + fields.keySet();
    }
}
