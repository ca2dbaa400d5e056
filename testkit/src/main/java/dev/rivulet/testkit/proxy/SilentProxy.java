package dev.rivulet.testkit.proxy;

/**
 * A TCP proxy that can lose everything for some time, as a network does: each side keeps its connections, although the
 * other may be gone. One virtual thread per direction. Thread-safe.
 */
public final class SilentProxy implements AutoCloseable {

    private final Silence silence = new Silence();
    private final ProxyServer server;

    /** Starts a proxy on a free port of loopback. */
    public SilentProxy(int targetPort) {
        server = new ProxyServer(targetPort, (client, target) -> silence.pass(client, target, () -> true),
                (target, client) -> silence.pass(target, client, () -> true));
    }

    public int port() {
        return server.port();
    }

    /** Loses everything from now on. Connections are accepted, and are lost too. */
    public void fallSilent() {
        silence.begin();
    }

    /** Closes the connections that lost something, and passes on everything on others. */
    public void heal() {
        silence.end();
    }

    @Override
    public void close() {
        silence.end();
        server.close();
    }
}
