package io.facet.jobs.cluster;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * What a JobManager says of its cluster.
 *
 * @param taskManagers the ids of the registered TaskManagers
 * @param runningJobs jobs in state RUNNING; one that restarts is not among them
 */
record FlinkOverview(String version, Set<String> taskManagers, int slots, int freeSlots, int runningJobs) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    FlinkOverview {
        taskManagers = Set.copyOf(taskManagers);
    }

    /** Empty where nobody answers, or the JobManager has not yet elected itself. */
    static Optional<FlinkOverview> of(HttpClient http, String restUrl) throws InterruptedException {
        try {
            JsonNode overview = get(http, restUrl + "/v1/overview");
            Set<String> ids = new TreeSet<>();
            get(http, restUrl + "/v1/taskmanagers")
                    .path("taskmanagers")
                    .forEach(manager -> ids.add(manager.path("id").asText()));
            return Optional.of(new FlinkOverview(
                    overview.path("flink-version").asText(),
                    ids,
                    overview.path("slots-total").asInt(),
                    overview.path("slots-available").asInt(),
                    overview.path("jobs-running").asInt()));
        } catch (IOException notYet) {
            return Optional.empty();
        }
    }

    ClusterStatus.Flink summary() {
        return new ClusterStatus.Flink(version, taskManagers.size(), slots, freeSlots, runningJobs);
    }

    private static JsonNode get(HttpClient http, String url) throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(url)).timeout(TIMEOUT).build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("Expected status 200 of " + url + ", got " + response.statusCode());
        }
        return JSON.readTree(response.body());
    }
}
