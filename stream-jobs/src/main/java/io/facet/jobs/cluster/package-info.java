/**
 * A cluster of real processes on this machine: one Kafka broker, one Flink JobManager and a number of TaskManagers.
 *
 * <pre>
 * Cluster            up, status, down
 *   ClusterSettings    what was asked for; kept in the state folder
 *   ClusterLayout      where everything lies in the state folder
 *   ClusterConfig      writes Flink's and Kafka's configuration
 *   ProcessSpecs       which program runs with which flags  -> ProcessSpec
 *   ProcessTable       starts and stops them; one file for each says which are ours  -> ProcessEntry
 *   ClusterHealth      asks the broker and the JobManager whether they work
 * JobSubmission      hands a topology and Facet's jars to a JobManager, here or anywhere
 * </pre>
 *
 * <p>No process supervises the others. What died is started again by the next {@code up}.
 */
package io.facet.jobs.cluster;
