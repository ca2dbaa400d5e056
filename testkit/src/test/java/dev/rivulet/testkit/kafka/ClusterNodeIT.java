package dev.rivulet.testkit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.testkit.process.FreePorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterNodeIT {

    @TempDir
    Path directory;

    @Test
    void nodesStartedEachByItselfAreOneClusterThatOutlivesAnyOfThem() throws Exception {
        List<Integer> free = FreePorts.find(6);
        List<NodePorts> ports = IntStream.range(0, 3).mapToObj(i -> new NodePorts(free.get(i), free.get(3 + i)))
                .toList();
        String servers = "127.0.0.1:" + free.get(0) + ",127.0.0.1:" + free.get(1) + ",127.0.0.1:" + free.get(2);
        List<ClusterNode> nodes = new ArrayList<>();
        try {
            Concurrently.run(List.of(0, 1, 2), number -> {
                ClusterNode node = ClusterNode.start(number, ports, directory.resolve("node" + number));
                synchronized (nodes) {
                    nodes.add(node);
                }
            });
            Records.createTopic(servers, "shared", 3);
            Records.write(servers, "shared", 0, 10);
            nodes.removeFirst().close();
            Records.write(servers, "shared", 10, 20);

            assertThat(Records.read(servers, "shared", 20))
                    .containsExactlyInAnyOrderElementsOf(Records.expected(20));
        } finally {
            Concurrently.run(nodes, ClusterNode::close);
        }
    }
}
