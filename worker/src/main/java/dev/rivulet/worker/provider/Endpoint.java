package dev.rivulet.worker.provider;

import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * The address of a provider and what to request from it: its settings, checked, with the defaults of its kind.
 *
 * @param name the name that clients and operators see
 * @param base an http or https address without a query and without a slash at its end
 * @param apiKey has only characters that an HTTP header can carry
 * @param model requested whatever the turn names; empty: the turn's
 * @param maxTokens for turns that name no limit; empty: the provider's own
 */
public record Endpoint(String name, URI base, Optional<Secret> apiKey, Optional<String> model,
        Optional<Integer> maxTokens) {

    private static final int LAST_PORT = 65_535;

    /** @throws InvalidConfigException when no provider is configured, or its address or key cannot be used */
    public static Endpoint of(EndpointConfig config) {
        ProviderKind kind = config.kind();
        if (config.baseUrl().isEmpty() && config.apiKey().isEmpty()) {
            throw new InvalidConfigException("no provider: set " + kind.settings);
        }
        config.apiKey().ifPresent(Endpoint::refuseUnfit);
        if (kind == ProviderKind.ANTHROPIC && config.continuation() != Continuation.NONE
                && config.continuation() != Continuation.PREFILL) {
            throw new InvalidConfigException(
                    "rivulet.provider.continuation: anthropic can be asked by prefill only, or not at all (none)");
        }
        return new Endpoint(config.name().orElse(kind.defaultName),
                address(config.baseUrl().orElse(kind.defaultBaseUrl)), config.apiKey(), config.model(),
                config.maxTokens().or(() -> kind.defaultMaxTokens));
    }

    /** Returns what to request from this provider for a turn's {@code request}. */
    public LlmRequest apply(LlmRequest request) {
        return new LlmRequest(model.orElse(request.model()), request.messages(),
                rest(tokens(request), request.prefix()),
                request.ceiling(), request.temperature(), request.options(), request.prefix());
    }

    /** The limit is that of the whole answer. A provider takes none below 1. */
    private static Integer rest(Integer tokens, AnswerPrefix prefix) {
        return tokens == null || prefix == null ? tokens : (Integer) (int) Math.max(1, tokens - prefix.tokens());
    }

    /** A limit that the provider is not told is none: where nothing else says how many, the ceiling does. */
    private Integer tokens(LlmRequest request) {
        Integer tokens = request.maxTokens() == null ? maxTokens.orElse(null) : request.maxTokens();
        if (request.ceiling() == null) {
            return tokens;
        }
        return tokens == null ? request.ceiling() : (Integer) Math.min(tokens, request.ceiling());
    }

    private static URI address(String text) {
        try {
            URI uri = new URI(text.replaceAll("/+$", ""));
            if (uri.getHost() != null && uri.getScheme() != null && uri.getScheme().matches("https?")
                    && uri.getPort() <= LAST_PORT
                    && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (URISyntaxException notOne) {
            // Reported below.
        }
        throw new InvalidConfigException("rivulet.provider.base-url: '" + text + "' is not an http(s) address");
    }

    /** The message does not contain the key. */
    private static void refuseUnfit(Secret key) {
        if (!key.value().chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw new InvalidConfigException(
                    "rivulet.provider.api-key: has a character that an HTTP header cannot carry");
        }
    }
}
