package io.facet.connectors.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics that are missing. A topic that exists is left as it is, whatever its settings are.
 *
 * @param bootstrapServers address of the brokers
 * @param properties further settings of Kafka's admin client, for example its security
 * @param timeout how long to wait for the brokers at most
 */
public record TopicAdmin(String bootstrapServers, Map<String, String> properties, Duration timeout) {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);

    public TopicAdmin {
        properties = Map.copyOf(properties);
    }

    /** For brokers that need no further settings and answer within ten seconds. */
    public TopicAdmin(String bootstrapServers) {
        this(bootstrapServers, Map.of(), DEFAULT_TIMEOUT);
    }

    /**
     * Creates the topics that are missing. When it returns, clients find them.
     *
     * @param topics their names
     * @param partitions of each created topic; a stream lives in one partition, so this bounds the parallelism
     * @param replication copies of each created topic
     * @return the names of the topics it created, in the order of {@code topics}
     * @throws KafkaUnreachableException if no broker answers in time
     */
    public List<String> ensure(Topics topics, int partitions, int replication) {
        List<NewTopic> wanted = wanted(topics, partitions, (short) replication);
        try (Admin admin = Admin.create(settings())) {
            Set<String> existing = admin.listTopics().names().get();
            List<String> created = new ArrayList<>();
            for (NewTopic topic : wanted) {
                if (!existing.contains(topic.name()) && create(admin, topic)) {
                    created.add(topic.name());
                }
            }
            awaitKnown(admin, wanted);
            return created;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics at " + bootstrapServers, e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (KafkaException e) {
            throw failure(e);
        }
    }

    /** False if somebody else created it a moment before. */
    private static boolean create(Admin admin, NewTopic topic) throws InterruptedException, ExecutionException {
        try {
            admin.createTopics(List.of(topic)).all().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    /** The controller creates a topic a moment before the brokers tell clients of it. */
    private void awaitKnown(Admin admin, List<NewTopic> topics) throws InterruptedException, ExecutionException {
        List<String> names = topics.stream().map(NewTopic::name).toList();
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        while (!admin.listTopics().names().get().containsAll(names)) {
            if (System.nanoTime() > deadlineNanos) {
                throw new IllegalStateException("expected brokers at %s to know the topics %s within %s"
                        .formatted(bootstrapServers, names, timeout));
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
        }
    }

    /** A client that cannot even be made has an address it cannot use. */
    private RuntimeException failure(Throwable cause) {
        return cause instanceof TimeoutException || cause.getClass() == KafkaException.class
                ? new KafkaUnreachableException(bootstrapServers, cause)
                : new IllegalStateException(
                        "cannot create topics at %s: %s".formatted(bootstrapServers, cause.getMessage()), cause);
    }

    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>(properties);
        settings.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        int millis = Math.toIntExact(timeout.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis);
        return settings;
    }

    private static List<NewTopic> wanted(Topics topics, int partitions, short replication) {
        return List.of(
                new NewTopic(topics.segments(), partitions, replication).configs(maxRecord(Topics.MAX_SEGMENT_BYTES)),
                new NewTopic(topics.observations(), partitions, replication),
                new NewTopic(topics.tracks(), partitions, replication),
                new NewTopic(topics.stats(), partitions, replication),
                new NewTopic(topics.deadLetters(), partitions, replication)
                        .configs(maxRecord(Topics.MAX_DEAD_LETTER_BYTES)));
    }

    private static Map<String, String> maxRecord(int bytes) {
        return Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(bytes));
    }
}
