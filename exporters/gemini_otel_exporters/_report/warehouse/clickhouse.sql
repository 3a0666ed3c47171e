-- Views over otel_logs, the table of the OpenTelemetry Collector's clickhouse exporter, with the
-- columns of a ledger's tables. An event that came twice is there once: `log.record.uid` tells
-- copies by. Amounts are whole nano-dollars, hours those since 1970; nothing is divided.

CREATE VIEW IF NOT EXISTS ledger_version AS SELECT toInt32(2) AS version;

-- One row an event, of its copies any, because they are equal.
CREATE VIEW IF NOT EXISTS usage_events AS
SELECT
    LogAttributes['log.record.uid'] AS uid,
    any(toUnixTimestamp64Nano(Timestamp)) AS time_ns,
    any(TraceId) AS trace_id,
    any(SpanId) AS span_id,
    any(ResourceAttributes) AS resource,
    any(LogAttributes) AS told
FROM otel_logs
WHERE EventName = 'gemini.usage' AND ScopeName = 'gemini_otel'
GROUP BY uid;

CREATE VIEW IF NOT EXISTS responses AS
WITH
    mapFilter((name, value) -> startsWith(name, 'gemini.usage.tokens.'), told) AS shares,
    kind -> toInt64(arraySum(mapValues(mapApply(
        (name, value) -> (name, toInt64OrZero(value)),
        mapFilter((name, value) -> startsWith(name, concat('gemini.usage.tokens.', kind, '.')), shares)
    )))) AS add_up,
    JSONExtract(told['gen_ai.response.finish_reasons'], 'Array(String)') AS reasons,
    told['gen_ai.provider.name'] AS provider
SELECT
    -- The number in the id; ClickHouse has no counter, and this one is the same for every copy.
    reinterpretAsUInt128(reverse(unhex(uid))) AS id,
    uid,
    time_ns,
    toInt32(intDiv(time_ns, 3600000000000)) AS hour,
    nullIf(resource['service.name'], '') AS service,
    nullIf(resource['deployment.environment.name'], '') AS environment,
    nullIf(resource['service.instance.id'], '') AS instance,
    nullIf(trace_id, '') AS trace_id,
    nullIf(span_id, '') AS span_id,
    if(told['gen_ai.operation.name'] = '', 'unknown', told['gen_ai.operation.name']) AS operation,
    multiIf(
        provider = 'gcp.gemini', 'gemini_api',
        provider = 'gcp.vertex_ai', 'vertex',
        provider = '', 'unknown',
        provider
    ) AS platform,
    nullIf(told['gemini.location'], '') AS location,
    nullIf(told['gen_ai.request.model'], '') AS request_model,
    nullIf(told['gen_ai.response.model'], '') AS response_model,
    coalesce(nullIf(told['gemini.cost.model'], ''), response_model, request_model, 'unknown') AS model,
    coalesce(
        nullIf(told['gemini.cost.service_tier'], ''),
        nullIf(told['gemini.service_tier'], ''),
        'standard'
    ) AS tier,
    nullIf(told['gemini.service_tier.requested'], '') AS tier_requested,
    nullIf(told['gemini.traffic_type'], '') AS traffic_type,
    nullIf(told['gen_ai.response.id'], '') AS response_id,
    coalesce(nullIf(told['gemini.outcome'], ''), 'answered') AS outcome,
    nullIf(arrayStringConcat(arrayDistinct(reasons), ','), '') AS finish_reason,
    nullIf(told['gemini.block.reason'], '') AS block_reason,
    nullIf(told['error.type'], '') AS error_type,
    nullIf(told['gemini.stream.end'], '') AS stream_end,
    toInt64(round(toFloat64OrNull(told['gemini.call.duration_s']) * 1000000000)) AS duration_ns,
    toInt32(greatest(toInt64OrZero(told['gemini.attempts']), 1)) AS attempts,
    told['gemini.usage.complete'] = 'true' AS usage_complete,
    add_up('uncached_prompt') AS uncached_prompt_tokens,
    add_up('cached') AS cached_tokens,
    add_up('tool_use') AS tool_use_tokens,
    add_up('candidates') AS candidates_tokens,
    add_up('thoughts') AS thoughts_tokens,
    -- Kinds that are not known here count as well.
    arraySum(mapValues(mapApply((name, value) -> (name, toInt64OrZero(value)), shares)))
        - uncached_prompt_tokens - cached_tokens - tool_use_tokens - candidates_tokens
        - thoughts_tokens AS unknown_tokens,
    nullIf(toJSONString(mapApply(
        (name, value) -> (substring(name, length('gemini.usage.tokens.') + 1), toInt64OrZero(value)),
        shares
    )), '{}') AS tokens,
    toInt64OrZero(told['gemini.grounding.web_queries']) AS web_queries,
    toInt64OrZero(told['gemini.grounding.image_queries']) AS image_queries,
    toInt64OrZero(told['gemini.grounding.retrieval_queries']) AS retrieval_queries,
    toInt64OrNull(told['gemini.cost.nano_usd']) AS nano_usd,
    told['gemini.cost.complete'] = 'true' AS cost_complete,
    toInt64OrZero(told['gemini.cost.cache_savings_nano_usd']) AS savings_nano_usd,
    nullIf(arrayStringConcat(
        JSONExtract(told['gemini.unpriced.reasons'], 'Array(String)'), ','
    ), '') AS unpriced_reasons,
    nullIf(arrayStringConcat(
        JSONExtract(told['gemini.cost.assumptions'], 'Array(String)'), ','
    ), '') AS assumptions,
    nullIf(told['gemini.attribution.tenant'], '') AS tenant,
    nullIf(told['gemini.attribution.feature'], '') AS feature,
    nullIf(toJSONString(mapApply(
        (name, value) -> (substring(name, length('gemini.attribution.') + 1), value),
        mapFilter(
            (name, value) -> startsWith(name, 'gemini.attribution.')
                AND name NOT IN ('gemini.attribution.tenant', 'gemini.attribution.feature'),
            told
        )
    )), '{}') AS attribution,
    nullIf(told['gemini.credential.fingerprint'], '') AS credential
FROM usage_events;

CREATE VIEW IF NOT EXISTS components AS
SELECT
    reinterpretAsUInt128(reverse(unhex(uid))) AS response,
    toInt32(number - 1) AS line,
    JSONExtractString(item, 'component') AS component,
    JSONExtractString(item, 'modality') AS modality,
    JSONExtractString(item, 'unit') AS unit,
    -- A number of tokens, or a decimal as text.
    toDecimal128(trim(BOTH '"' FROM JSONExtractRaw(item, 'quantity')), 9) AS quantity,
    JSONExtractInt(item, 'nano_usd') AS nano_usd,
    nullIf(JSONExtractString(item, 'rate_usd'), '') AS rate_usd,
    JSONExtract(item, 'per', 'Nullable(Int64)') AS per,
    nullIf(JSONExtractString(item, 'price_id'), '') AS price_id,
    nullIf(JSONExtractRaw(item, 'adjustments'), '') AS adjustments
FROM usage_events
ARRAY JOIN
    JSONExtractArrayRaw(told['gemini.cost.components']) AS item,
    arrayEnumerate(JSONExtractArrayRaw(told['gemini.cost.components'])) AS number;

CREATE VIEW IF NOT EXISTS hourly_responses AS
SELECT
    hour, model, tier, platform, outcome,
    toInt64(count()) AS responses,
    toInt64(countIf(isNull(r.nano_usd))) AS unpriced_responses,
    toInt64(countIf(isNotNull(r.nano_usd) AND NOT r.cost_complete)) AS incomplete_responses,
    toInt64(countIf(r.attempts > 1)) AS retried_responses,
    sum(r.uncached_prompt_tokens) AS uncached_prompt_tokens,
    sum(r.cached_tokens) AS cached_tokens,
    sum(r.tool_use_tokens) AS tool_use_tokens,
    sum(r.candidates_tokens) AS candidates_tokens,
    sum(r.thoughts_tokens) AS thoughts_tokens,
    sum(r.unknown_tokens) AS unknown_tokens,
    sumIf(
        r.uncached_prompt_tokens + r.cached_tokens + r.tool_use_tokens
            + r.candidates_tokens + r.thoughts_tokens + r.unknown_tokens,
        isNull(r.nano_usd)
    ) AS unpriced_tokens,
    sum(r.web_queries + r.image_queries + r.retrieval_queries) AS queries,
    sum(ifNull(r.nano_usd, 0)) AS nano_usd,
    sum(r.savings_nano_usd) AS savings_nano_usd
FROM responses AS r
GROUP BY hour, model, tier, platform, outcome;

CREATE VIEW IF NOT EXISTS hourly_components AS
SELECT
    hour, model, tier, platform, component,
    toInt64(count()) AS lines,
    sum(c.nano_usd) AS nano_usd
FROM responses AS r
INNER JOIN components AS c ON c.response = r.id
GROUP BY hour, model, tier, platform, component;

-- What costs are told apart by. A ledger numbers these; here a digest is the number, and of lines of
-- bills that of the response with the component after it.
CREATE VIEW IF NOT EXISTS allocated_responses AS
SELECT
    *,
    sipHash128(
        model, tier, platform, outcome, operation,
        isNull(service), ifNull(service, ''), isNull(environment), ifNull(environment, ''),
        isNull(tenant), ifNull(tenant, ''), isNull(feature), ifNull(feature, '')
    ) AS allocation
FROM responses;

CREATE VIEW IF NOT EXISTS allocations AS
SELECT DISTINCT
    hex(allocation) AS id,
    model, tier, platform, outcome, operation, service, environment, tenant, feature,
    CAST(NULL, 'Nullable(String)') AS component
FROM allocated_responses
UNION ALL
SELECT DISTINCT
    concat(hex(allocation), '/', c.component) AS id,
    model, tier, platform, outcome, operation, service, environment, tenant, feature,
    CAST(c.component, 'Nullable(String)') AS component
FROM allocated_responses AS r
INNER JOIN components AS c ON c.response = r.id;

CREATE VIEW IF NOT EXISTS hourly_allocations AS
SELECT
    hour,
    hex(r.allocation) AS allocation,
    toInt64(count()) AS responses,
    toInt64(countIf(isNull(r.nano_usd))) AS unpriced_responses,
    toInt64(countIf(isNotNull(r.nano_usd) AND NOT r.cost_complete)) AS incomplete_responses,
    sum(r.uncached_prompt_tokens + r.cached_tokens + r.tool_use_tokens) AS input_tokens,
    sum(r.candidates_tokens + r.thoughts_tokens) AS output_tokens,
    sum(ifNull(r.nano_usd, 0)) AS nano_usd
FROM allocated_responses AS r
GROUP BY hour, r.allocation;

CREATE VIEW IF NOT EXISTS hourly_allocated_components AS
SELECT
    hour,
    concat(hex(r.allocation), '/', c.component) AS allocation,
    toInt64(count()) AS lines,
    sum(c.nano_usd) AS nano_usd
FROM allocated_responses AS r
INNER JOIN components AS c ON c.response = r.id
GROUP BY hour, r.allocation, c.component;
