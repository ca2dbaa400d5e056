package dev.rivulet.gateway.server;

import dev.rivulet.gateway.identity.Authentication;
import dev.rivulet.gateway.identity.TestKeys;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** An {@link EdgeServer} that asks for keys of a file, and the file: one for all tests of a class. */
final class KeyedServer implements BeforeAllCallback, AfterAllCallback {

    private final Map<String, String> settings;
    private final UnaryOperator<Authentication> around;
    private final TestKeys keys = TestKeys.create();
    private Authentication authentication; // null, like the server, before the class is entered
    private EdgeServer server;

    private KeyedServer(Map<String, String> settings, UnaryOperator<Authentication> around) {
        this.settings = settings;
        this.around = around;
    }

    static KeyedServer with(Map<String, String> settings) {
        return with(settings, keys -> keys);
    }

    /** @param around makes what authenticates of what reads the file; closing it closes both */
    static KeyedServer with(Map<String, String> settings, UnaryOperator<Authentication> around) {
        return new KeyedServer(settings, around);
    }

    TestKeys keys() {
        return keys;
    }

    EdgeServer server() {
        return server;
    }

    String send(String request) {
        return server.send(request);
    }

    String head(String request) {
        return server.head(request);
    }

    double meter(String name) {
        return server.meter(name);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        authentication = around.apply(keys.open());
        server = EdgeServer.with(settings, authentication);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.close();
        authentication.close();
        keys.close();
    }
}
