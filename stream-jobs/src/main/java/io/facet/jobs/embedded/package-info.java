/** Everything a job needs, in one process: a Kafka broker and a Flink cluster that live and die with it. */
package io.facet.jobs.embedded;
