package dev.rivulet.gateway;

import dev.rivulet.gateway.api.page.ControlPanel;
import dev.rivulet.gateway.config.AuthConfig;
import dev.rivulet.gateway.config.AuthConfig.Mode;
import dev.rivulet.gateway.config.GatewayConfig;
import dev.rivulet.gateway.config.HttpConfig;
import dev.rivulet.gateway.config.JwtConfig;
import dev.rivulet.gateway.config.QuotaConfig;
import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.identity.KeysFile;
import dev.rivulet.gateway.identity.KeysOrTokens;
import dev.rivulet.gateway.identity.SigningSecrets;
import dev.rivulet.gateway.identity.jwt.JwtAuthentication;
import dev.rivulet.gateway.quota.Quotas;
import dev.rivulet.gateway.server.TlsFiles;
import dev.rivulet.gateway.stream.SessionFollowers;
import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.ConfigProblems;
import dev.rivulet.runtime.config.InvalidConfigException;
import dev.rivulet.runtime.config.ModelLimits;
import dev.rivulet.runtime.config.TurnsConfig;
import dev.rivulet.runtime.config.UsageConfig;
import dev.rivulet.runtime.kafka.KafkaClients;
import dev.rivulet.runtime.kafka.KafkaConfig;
import dev.rivulet.runtime.kafka.TopicsConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All settings of a gateway, checked together.
 *
 * @param id names the process
 * @param authentication not started
 * @param secrets under which what clients keep is sealed; not started
 */
record GatewaySettings(String id, GatewayConfig gateway, HttpConfig http, AuthConfig auth,
        Authentication authentication, SigningSecrets secrets, QuotaConfig quota, UsageConfig usage,
        TopicsConfig topics, KafkaClients kafka, String model, ModelLimits limits) {

    /** @throws InvalidConfigException that names everything that is wrong */
    static GatewaySettings of(Config config) {
        ConfigProblems problems = new ConfigProblems();
        GatewayConfig gateway = problems.read(() -> config.section(GatewayConfig.class, GatewayConfig.PREFIX));
        HttpConfig http = problems.read(() -> config.section(HttpConfig.class, HttpConfig.PREFIX));
        AuthConfig auth = problems.read(() -> config.section(AuthConfig.class, AuthConfig.PREFIX));
        QuotaConfig quota = problems.read(() -> config.section(QuotaConfig.class, QuotaConfig.PREFIX));
        UsageConfig usage = problems.read(() -> config.section(UsageConfig.class, UsageConfig.PREFIX));
        TopicsConfig topics = problems.read(() -> config.section(TopicsConfig.class, TopicsConfig.PREFIX));
        KafkaConfig kafka = problems.read(() -> config.section(KafkaConfig.class, KafkaConfig.PREFIX));
        if (http != null) {
            problems.check(() -> requireTwoPorts(http));
            problems.check(() -> ControlPanel.of(http));
            problems.check(() -> TlsFiles.of(http.tls(), http.headerTimeout()));
        }
        Authentication authentication = auth == null ? null : problems.read(() -> authentication(auth));
        SigningSecrets secrets = auth == null ? null : problems.read(() -> SigningSecrets.of(auth));
        if (http != null && auth != null) {
            problems.check(() -> requireLoopback(http, auth));
        }
        if (topics != null) {
            problems.check(() -> TopicsConfig.requireConsistent(topics));
        }
        TurnsConfig turns = problems.read(() -> config.section(TurnsConfig.class, TurnsConfig.PREFIX));
        ModelLimits limits = turns == null ? null : problems.read(() -> ModelLimits.of(turns, config.defaultModel()));
        if (quota != null && usage != null && limits != null) {
            problems.check(() -> requireBounded(quota, usage, limits));
        }
        if (gateway != null && limits != null) {
            problems.check(() -> requireAllowed(gateway.models().orElse(List.of()), limits));
        }
        if (gateway != null) {
            problems.check(() -> requireInterval(gateway));
        }
        problems.throwIfAny();
        String id = "gateway-" + UUID.randomUUID().toString().substring(0, 8);
        return new GatewaySettings(id, gateway, http, auth, authentication, secrets, quota, usage, topics,
                new KafkaClients(kafka, "rivulet-" + id), config.defaultModel(), limits);
    }

    /** One port for both would serve each connection with the paths of one or the other. */
    private static void requireTwoPorts(HttpConfig http) {
        if (http.port() != 0 && http.managementPort().filter(port -> port == http.port()).isPresent()) {
            throw new InvalidConfigException(HttpConfig.PREFIX + ".management-port: must not be "
                    + HttpConfig.PREFIX + ".port; leave it unset to have all paths on that port");
        }
    }

    private static Authentication authentication(AuthConfig auth) {
        boolean on = AuthConfig.modeOf(auth) == Mode.ON;
        if (on != AuthConfig.hasCredentials(auth)) {
            String credentials = AuthConfig.PREFIX + ".keys-file or " + JwtConfig.PREFIX + ".issuer";
            throw new InvalidConfigException(AuthConfig.PREFIX + ".mode: " + (on
                    ? "on needs " + credentials
                    : "must be on with " + credentials + ", or not set"));
        }
        JwtConfig jwt = auth.jwt();
        if (jwt.issuer().isEmpty() && (jwt.audience().isPresent() || jwt.jwksUrl().isPresent())) {
            throw new InvalidConfigException(JwtConfig.PREFIX + ".issuer: is needed with " + JwtConfig.PREFIX
                    + ".audience and " + JwtConfig.PREFIX + ".jwks-url");
        }
        Optional<Authentication> keys = auth.keysFile().map(path -> KeysFile.read(Path.of(path), auth));
        Optional<Authentication> tokens = jwt.issuer().map(issuer -> JwtAuthentication.of(jwt));
        return keys.isPresent() && tokens.isPresent()
                ? new KeysOrTokens(keys.get(), tokens.get())
                : keys.or(() -> tokens).orElse(Authentication.NONE);
    }

    /** A gateway that asks nobody who it is must not be reachable by others because a setting was forgotten. */
    private static void requireLoopback(HttpConfig http, AuthConfig auth) {
        if (AuthConfig.modeOf(auth) == Mode.OFF && !isLoopback(http.host())) {
            throw new InvalidConfigException(HttpConfig.PREFIX + ".host: whoever reaches it could read and delete "
                    + "everything: name the keys in " + AuthConfig.PREFIX + ".keys-file, or an issuer of tokens in "
                    + JwtConfig.PREFIX + ".issuer, or say " + AuthConfig.PREFIX + ".mode=none");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    /** A turn that may use any number of tokens cannot be reserved for, and one without a price costs nothing. */
    private static void requireBounded(QuotaConfig quota, UsageConfig usage, ModelLimits limits) {
        if (Quotas.hasBudget(quota, false) && limits.maxTokens().isEmpty()) {
            throw new InvalidConfigException(QuotaConfig.PREFIX + ": budgets need " + TurnsConfig.PREFIX
                    + ".max-tokens, which is reserved for a turn that does not say how many it wants");
        }
        if (Quotas.hasBudget(quota, true) && usage.prices().orElse(List.of()).isEmpty()) {
            throw new InvalidConfigException(QuotaConfig.PREFIX + ": budgets of money need " + UsageConfig.PREFIX
                    + ".prices");
        }
    }

    private static void requireInterval(GatewayConfig gateway) {
        Duration interval = gateway.presenceInterval();
        if (interval.compareTo(SessionFollowers.MIN_INTERVAL) < 0
                || interval.compareTo(SessionFollowers.MAX_INTERVAL) > 0) {
            throw new InvalidConfigException(GatewayConfig.PREFIX + ".presence-interval: must be "
                    + SessionFollowers.MIN_INTERVAL.toSeconds() + "s to " + SessionFollowers.MAX_INTERVAL.toMinutes()
                    + "m");
        }
    }

    private static void requireAllowed(List<String> listed, ModelLimits limits) {
        if (!listed.stream().allMatch(limits::allowsModel)) {
            throw new InvalidConfigException(GatewayConfig.PREFIX + ".models: lists a model that "
                    + TurnsConfig.PREFIX + ".allowed-models does not contain");
        }
    }
}
