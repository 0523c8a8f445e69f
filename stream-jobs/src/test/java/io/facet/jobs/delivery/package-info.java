/**
 * Delivery under failures: what a job writes while its workers are killed, against what it writes undisturbed.
 *
 * <pre>
 * Feed ──paced by results──▶ segments ──▶ job on Workers ──▶ results ──▶ Delivered
 *                                            ▲ KillPlan
 * </pre>
 */
package io.facet.jobs.delivery;
