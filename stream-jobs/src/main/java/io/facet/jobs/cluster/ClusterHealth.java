package io.facet.jobs.cluster;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

import io.facet.jobs.net.LoopbackPorts;

/** Asks the broker and the JobManager whether they work: a living process may still be starting, or be stuck. */
final class ClusterHealth {

    private static final Duration BROKER_TIMEOUT = Duration.ofSeconds(2);

    private final ClusterSettings settings;
    private final HttpClient http = HttpClient.newHttpClient();

    ClusterHealth(ClusterSettings settings) {
        this.settings = settings;
    }

    /** The broker tells its nodes within two seconds. */
    boolean brokerAnswers() throws InterruptedException {
        if (LoopbackPorts.isFree(settings.kafkaPort())) {
            return false; // Asking all the same would only cost the client's timeout and a page of warnings.
        }
        Map<String, Object> client = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) BROKER_TIMEOUT.toMillis(),
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) BROKER_TIMEOUT.toMillis());
        Admin admin = Admin.create(client);
        try {
            admin.describeCluster().nodes().get(BROKER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException | TimeoutException notYet) {
            return false;
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    Optional<FlinkOverview> flink() throws InterruptedException {
        return FlinkOverview.of(http, settings.restUrl());
    }

    /** The JobManager counts exactly the TaskManagers of these processes; one that died is no longer among them. */
    static boolean complete(FlinkOverview flink, List<ProcessEntry> alive) {
        return flink.taskManagers().equals(expectedIds(alive))
                && flink.slots() == flink.taskManagers().size() * ClusterSettings.SLOTS;
    }

    static Set<String> expectedIds(List<ProcessEntry> alive) {
        return alive.stream()
                .filter(ProcessEntry::isTaskManager)
                .map(entry -> ProcessSpecs.resourceId(entry.name(), entry.incarnation()))
                .collect(Collectors.toUnmodifiableSet());
    }
}
