package io.facet.jobs.delivery;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;

import static org.awaitility.Awaitility.await;

/** What a JobManager's REST interface says of a job. */
final class FlinkRest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration CANCEL_LIMIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    FlinkRest(String url) {
        this.url = url;
    }

    long completedCheckpoints(JobID job) throws IOException, InterruptedException {
        return get("/jobs/" + job + "/checkpoints")
                .path("counts")
                .path("completed")
                .asLong();
    }

    JobStatus status(JobID job) throws IOException, InterruptedException {
        return JobStatus.valueOf(get("/jobs/" + job).path("state").asText());
    }

    /** Cancels a job and waits until it has ended. */
    void cancel(JobID job) throws IOException, InterruptedException {
        if (!status(job).isGloballyTerminalState()) {
            send(request("/jobs/" + job + "?mode=cancel")
                    .method("PATCH", HttpRequest.BodyPublishers.noBody())
                    .build());
        }
        await().atMost(CANCEL_LIMIT).until(() -> status(job).isGloballyTerminalState());
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        return JSON.readTree(send(request(path).build()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(url + path)).timeout(TIMEOUT);
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("expected success of %s, got %d: %s"
                    .formatted(request.uri(), response.statusCode(), response.body()));
        }
        return response.body();
    }
}
