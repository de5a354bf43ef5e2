interface Step {
  name: string;
  count: number;
}

interface StepBarsProps<Shown extends Step> {
  steps: readonly Shown[];
  onShow(step: Shown): void;
}

/** A funnel: each step as a bar beside the first, and a way to the sessions behind it. */
export function StepBars<Shown extends Step>({ steps, onShow }: StepBarsProps<Shown>) {
  const first = steps[0]?.count ?? 0;
  return (
    <ol class="fun">
      {steps.map((step) => {
        const share = first === 0 ? 0 : Math.round((step.count / first) * 100);
        return (
          <li key={step.name}>
            <button type="button" title="Show sessions" onClick={() => onShow(step)}>
              <span>{step.name}</span>
              <b>{step.count}</b>
              <span class="t">
                <i style={{ width: `${share}%` }} />
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
