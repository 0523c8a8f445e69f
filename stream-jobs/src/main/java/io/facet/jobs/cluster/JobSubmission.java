package io.facet.jobs.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

import io.facet.domain.UserError;

/**
 * Hands a topology to a JobManager by its REST interface, with the jars its TaskManagers lack.
 *
 * @param restUrl of the JobManager, {@code http://host:port}
 * @param jars shipped with the job; see {@link Distribution#job()}
 */
public record JobSubmission(URI restUrl, List<Path> jars) {

    public JobSubmission {
        if (restUrl.getHost() == null || restUrl.getPort() < 0) {
            throw new UserError("expected the JobManager's address as http://host:port, found " + restUrl);
        }
        jars = List.copyOf(jars);
    }

    /**
     * Builds the topology and submits it; does not wait for its end.
     *
     * @param configuration of the job: checkpoint interval, parallelism and the like
     * @param topology adds sources, operators and sinks to the environment it is given
     * @throws UserError where the JobManager does not take the job
     */
    public JobID submit(String name, Configuration configuration, Consumer<StreamExecutionEnvironment> topology) {
        String[] files = jars.stream().map(Path::toString).toArray(String[]::new);
        StreamExecutionEnvironment environment = StreamExecutionEnvironment.createRemoteEnvironment(
                restUrl.getHost(), restUrl.getPort(), configuration, files);
        topology.accept(environment);
        try {
            return environment.executeAsync(name).getJobID();
        } catch (Exception e) {
            throw new UserError("the JobManager at " + restUrl + " did not take the job: " + rootMessage(e), e);
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
