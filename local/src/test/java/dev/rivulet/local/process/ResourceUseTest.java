package dev.rivulet.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourceUseTest {

    private static final int SOCKETS = 50;

    @Test
    void socketsThatAreKeptAreSeen() throws IOException {
        assumeTrue(ResourceUse.isKnown(), "this machine has /proc");
        long pid = ProcessHandle.current().pid();
        long before = ResourceUse.openFiles(pid);
        List<ServerSocket> open = new ArrayList<>();
        try {
            for (int i = 0; i < SOCKETS; i++) {
                open.add(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()));
            }
            assertThat(ResourceUse.openFiles(pid)).isGreaterThanOrEqualTo(before + SOCKETS / 2);
        } finally {
            for (ServerSocket socket : open) {
                socket.close();
            }
        }
    }
}
