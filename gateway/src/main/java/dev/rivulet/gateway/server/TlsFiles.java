package dev.rivulet.gateway.server;

import dev.rivulet.gateway.config.TlsConfig;
import dev.rivulet.gateway.config.TlsConfig.ClientCertificate;
import dev.rivulet.runtime.config.InvalidConfigException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The files of {@code rivulet.http.tls}, and the version of them that was read last. Not thread-safe. */
public final class TlsFiles {

    private static final int MOST_BYTES = 1 << 20;

    private final TlsConfig config;
    private final Duration handshake;
    private Content content;
    private Instant expiry;

    /** @param clientCa empty if clients are asked for no certificate */
    private record Content(Buffer certificate, Buffer key, Optional<Buffer> clientCa) {}

    private TlsFiles(TlsConfig config, Duration handshake) throws IOException {
        this.config = config;
        this.handshake = handshake;
        this.content = read();
        this.expiry = check(content);
    }

    /**
     * Reads the files; empty if none are configured.
     *
     * @param handshake how long a client may take for the TLS handshake
     * @throws InvalidConfigException if they cannot be used
     */
    public static Optional<TlsFiles> of(TlsConfig config, Duration handshake) {
        if (config.certificate().isEmpty() && config.key().isEmpty()) {
            if (config.clientCa().isPresent()) {
                throw new InvalidConfigException(TlsConfig.PREFIX + ".client-ca: needs " + TlsConfig.PREFIX
                        + ".certificate");
            }
            return Optional.empty();
        }
        if (config.certificate().isEmpty() || config.key().isEmpty()) {
            throw new InvalidConfigException(TlsConfig.PREFIX + ".certificate: must be set together with "
                    + TlsConfig.PREFIX + ".key");
        }
        try {
            return Optional.of(new TlsFiles(config, handshake));
        } catch (IOException | IllegalArgumentException unusable) {
            throw new InvalidConfigException(TlsConfig.PREFIX + ": " + sentence(unusable));
        }
    }

    /** Returns why files cannot be used, for operators. */
    static String sentence(Exception unusable) {
        return unusable instanceof IOException ? "cannot be read: " + unusable : unusable.getMessage();
    }

    /**
     * Reads the files again. Returns whether they have changed; then what they say is used from now on.
     *
     * @throws IOException if one cannot be read
     * @throws IllegalArgumentException if they cannot be used. Nothing changes then.
     */
    boolean readAgain() throws IOException {
        Content now = read();
        if (now.equals(content)) {
            return false;
        }
        expiry = check(now);
        content = now;
        return true;
    }

    /** Returns when the certificate expires. */
    Instant expiry() {
        return expiry;
    }

    /** Has a server that is made with these options speak HTTPS: HTTP/2 or HTTP/1.1, as the client likes. */
    void configure(HttpServerOptions options) {
        // Handshakes compute for milliseconds: on other threads, so that they delay no stream.
        options.setSsl(true).setUseAlpn(true).setSslEngineOptions(new JdkSSLEngineOptions().setUseWorkerThread(true))
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS).setSslHandshakeTimeout(handshake.toMillis())
                .setKeyCertOptions(keys(content));
        // Until a client of HTTP/2 has sent its settings, which is when the ConnectionGuard gets the connection.
        options.setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout((int) Math.min(Integer.MAX_VALUE, handshake.toMillis()));
        content.clientCa().ifPresent(authorities -> options
                .setTrustOptions(new PemTrustOptions().addCertValue(authorities))
                .setClientAuth(config.clientCertificate() == ClientCertificate.REQUIRED
                        ? ClientAuth.REQUIRED
                        : ClientAuth.REQUEST));
    }

    /** Returns the part of those options that a running server can take over. */
    ServerSSLOptions sslOptions() {
        HttpServerOptions options = new HttpServerOptions();
        configure(options);
        return options.getSslOptions();
    }

    private static PemKeyCertOptions keys(Content content) {
        return new PemKeyCertOptions().addCertValue(content.certificate()).addKeyValue(content.key());
    }

    private Content read() throws IOException {
        Optional<Buffer> clientCa = Optional.empty();
        if (config.clientCa().isPresent()) {
            clientCa = Optional.of(read(config.clientCa().get()));
        }
        return new Content(read(config.certificate().orElseThrow()), read(config.key().orElseThrow()), clientCa);
    }

    private static Buffer read(String file) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new IOException(file + " is larger than " + MOST_BYTES + " bytes");
            }
            return Buffer.buffer(bytes);
        }
    }

    /** Returns when the certificate expires. */
    private static Instant check(Content content) {
        Instant expires = KeyPairCheck.of(keys(content)).expiry();
        content.clientCa().ifPresent(KeyPairCheck::requireCertificates);
        return expires;
    }
}
